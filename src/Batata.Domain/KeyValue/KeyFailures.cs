using Batata.Domain.Shared;

namespace Batata.Domain.KeyValue;

/// <summary>Refusals of the KV store, in Consul's words.</summary>
public static class KeyFailures
{
    public const string SessionCode = "kv.session";

    public static Failure MissingSession { get; } = new(FailureKind.Invalid, SessionCode, "missing session");

    /// <param name="quoted">Its id, in the quotes of Go.</param>
    public static Failure InvalidSession(string quoted) => new(FailureKind.Invalid, SessionCode, $"invalid session {quoted}");
}
