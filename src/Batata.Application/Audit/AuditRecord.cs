namespace Batata.Application.Audit;

/// <summary>How it ended.</summary>
public enum AuditResult
{
    Done,

    /// <summary>Nothing was changed: the caller may not, or asked for what is not possible.</summary>
    Refused,

    /// <summary>The server could not, or does not know whether it did.</summary>
    Failed,
}

/// <summary>Who did what, from where, when, and how it ended. Holds neither content nor secrets: only names of things, from a list of what may be in it.</summary>
/// <param name="User">Empty when nobody had to log in, or nobody could be recognised.</param>
/// <param name="Address">Of the socket, or what a trusted proxy says.</param>
/// <param name="Action">The use case, such as <c>PublishConfig</c>; what was called where there is none.</param>
/// <param name="Call">Method and path, or the type of a gRPC request.</param>
/// <param name="Resource">What it was about, such as <c>public:DEFAULT_GROUP:config/app.yaml</c>.</param>
/// <param name="Details">Names that say more, such as the user whose role was changed.</param>
/// <param name="Code">HTTP status, or error code over gRPC (0 for none).</param>
/// <param name="Reason">Stable code of a failure; null when there is none.</param>
public sealed record AuditRecord(
    DateTimeOffset At, string User, string Address, string Action, string Call, string Resource,
    IReadOnlyList<KeyValuePair<string, string>> Details, AuditResult Result, int Code, string? Reason, long Milliseconds);
