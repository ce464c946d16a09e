using Batata.Domain.Shared;

namespace Batata.Domain.Sessions;

/// <summary>Why the state refuses a session, in Consul's words.</summary>
public static class SessionFailures
{
    public const string RefusedCode = "session.refused";

    public static Failure MissingNode { get; } = Refused("Missing node registration");

    public static Failure MissingCheck(string id) => Refused($"Missing check '{id}' registration");

    public static Failure CriticalCheck(string id) => Refused($"Check '{id}' is in critical state");

    private static Failure Refused(string message) => new(FailureKind.Invalid, RefusedCode, message);
}
