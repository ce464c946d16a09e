using Batata.Domain.KeyValue;

namespace Batata.Domain.Sessions;

/// <summary>What becomes of the keys that a session holds when it ends. The numbers are in the log and in the state.</summary>
public enum SessionBehavior
{
    Release = 0,
    Delete = 1,
}

/// <summary>
/// A session of Consul: whoever made it holds keys by it for as long as its node, its checks and, with a TTL, its renewals last. Never changed once
/// made: a renewal moves a timer of the leader and nothing here.
/// </summary>
/// <param name="Id">UUID in small letters.</param>
/// <param name="LockDelayNs">As given, also beyond what is used of it.</param>
/// <param name="Ttl">As given, for show.</param>
/// <param name="TtlMs">0: it needs no renewal.</param>
/// <param name="NodeChecks">Null and empty are shown differently; so of the others.</param>
/// <param name="Checks">The old name of <paramref name="NodeChecks"/>, shown where it was used.</param>
public sealed record Session(
    string Id,
    string Name,
    string Node,
    long LockDelayNs,
    SessionBehavior Behavior,
    string Ttl,
    long TtlMs,
    IReadOnlyList<string>? NodeChecks,
    IReadOnlyList<SessionServiceCheck>? ServiceChecks,
    IReadOnlyList<string>? Checks)
{
    /// <summary>Index of the entry that made it; 0 until it is applied.</summary>
    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    /// <summary>Everything that it hangs on, in the order in which Consul looks at it.</summary>
    public IEnumerable<string> CheckIds => (Checks ?? []).Concat(NodeChecks ?? []).Concat((ServiceChecks ?? []).Select(static check => check.Id));

    /// <summary>How long the keys that it held cannot be acquired; a part of a millisecond counts as one.</summary>
    public long LockDelayMs => LockDelayNs <= 0 ? 0 : Math.Min(((LockDelayNs - 1) / 1_000_000) + 1, LockDelay.MaxMs);
}

/// <param name="Namespace">As given: it means nothing here.</param>
public sealed record SessionServiceCheck(string Id, string Namespace);
