namespace Batata.Application.Audit;

/// <summary>Settings of the audit log; the key of each is in its remark.</summary>
public sealed class AuditOptions
{
    /// <summary><c>batata.audit.enabled</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Null for <c>audit</c> in the data folder. <c>batata.audit.path</c>.</summary>
    public string? Path { get; set; }

    /// <summary>Registrations and removals of ephemeral instances, and locks. <c>batata.audit.clients</c>.</summary>
    public bool Clients { get; set; }

    /// <summary>A file that is larger is followed by another one. <c>batata.audit.max-file-size</c>.</summary>
    public long MaxFileBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The oldest files go when all are larger. <c>batata.audit.max-total-size</c>.</summary>
    public long MaxTotalBytes { get; set; } = 1024 * 1024 * 1024;

    /// <summary>Older files go. <c>batata.audit.retention-days</c>.</summary>
    public int RetentionDays { get; set; } = 90;
}
