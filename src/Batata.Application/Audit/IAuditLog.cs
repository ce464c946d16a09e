namespace Batata.Application.Audit;

/// <summary>Keeps records. Safe for any thread.</summary>
public interface IAuditLog
{
    /// <summary>Whether anything is kept at all.</summary>
    bool IsOn { get; }

    /// <summary>What SDKs do all the time is kept as well.</summary>
    bool KeepsClients { get; }

    /// <summary>Never waits and never fails. A record for which there is no room is dropped; how many were is a record of its own.</summary>
    void Add(AuditRecord record);
}

/// <summary>Reads of what this node kept.</summary>
public interface IAuditQueries
{
    Task<AuditPage> FindAsync(AuditQuestion question, CancellationToken cancellationToken);
}

/// <summary>Texts are parts, letter case does not matter; null asks for nothing.</summary>
/// <param name="Skip">Newest first.</param>
public sealed record AuditQuestion(
    DateTimeOffset? From, DateTimeOffset? Until, string? User, string? Address, string? Action, string? Resource, AuditResult? Result, int Skip, int Take);

/// <param name="Total">Of all pages.</param>
/// <param name="Lines">JSON, as they stand in the file.</param>
public sealed record AuditPage(int Total, IReadOnlyList<ReadOnlyMemory<byte>> Lines);
