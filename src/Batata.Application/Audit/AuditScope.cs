namespace Batata.Application.Audit;

/// <summary>What a front begins when it is asked for something that will be kept, and what use cases add their part to.</summary>
public sealed class AuditTrail
{
    /// <summary>The first use case that was asked; null when there was none.</summary>
    public string? Action { get; private set; }

    /// <summary>Stable code of the first failure; null when there was none.</summary>
    public string? Failure { get; private set; }

    /// <summary>The failure says that the server could not.</summary>
    public bool IsFailureOfServer { get; private set; }

    /// <summary>Set when the caller is known.</summary>
    public string User { get; set; } = "";

    public void Asked(string action) => Action ??= action;

    public void Refused(Domain.Shared.Failure failure)
    {
        if (Failure is not null) return;
        Failure = failure.Code;
        IsFailureOfServer = failure.Kind is Domain.Shared.FailureKind.Unavailable or Domain.Shared.FailureKind.OutcomeUnknown;
    }
}

/// <summary>The trail of the request that runs now.</summary>
public sealed class AuditScope
{
    private readonly AsyncLocal<AuditTrail?> _current = new();

    /// <summary>Null when what runs is not kept.</summary>
    public AuditTrail? Current => _current.Value;

    /// <summary>For all that the caller awaits from now on.</summary>
    public AuditTrail Begin() => _current.Value = new AuditTrail();
}
