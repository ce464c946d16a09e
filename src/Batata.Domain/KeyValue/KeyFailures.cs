using Batata.Domain.Shared;

namespace Batata.Domain.KeyValue;

/// <summary>Refusals of the KV store, in Consul's words.</summary>
public static class KeyFailures
{
    public const string SessionCode = "kv.session";

    public static Failure MissingSession { get; } = new(FailureKind.Invalid, SessionCode, "missing session");

    public static Failure InvalidSession(string session) => new(FailureKind.Invalid, SessionCode, $"invalid session \"{session}\"");
}
