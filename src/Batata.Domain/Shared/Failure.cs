namespace Batata.Domain.Shared;

/// <summary>What kind of refusal it is; adapters map it to their dialect when they do not know the code.</summary>
public enum FailureKind
{
    /// <summary>The request is malformed or breaks a stated limit.</summary>
    Invalid = 1,
    NotFound = 2,

    /// <summary>The stored state is not the one the caller expected.</summary>
    Conflict = 3,
    Denied = 4,

    /// <summary>A quota or a count limit is reached.</summary>
    LimitReached = 5,

    /// <summary>Cannot be served now; nothing was written.</summary>
    Unavailable = 6,

    /// <summary>The write may or may not take effect later; the caller must read before it tries again.</summary>
    OutcomeUnknown = 7,
    NotSupported = 8,
}

/// <summary>An expected refusal. It crosses the log and the wire, so it is a value and not an exception.</summary>
/// <param name="Code">Stable, dotted, lower case: <c>config.md5_mismatch</c>.</param>
/// <param name="Message">Text for the caller, in the words of the protocol where a client can see them.</param>
public sealed record Failure(FailureKind Kind, string Code, string Message);
