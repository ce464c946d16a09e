namespace Batata.Domain.KeyValue;

/// <summary>A key of Consul's KV store with its value. Immutable: a change is another entry.</summary>
/// <param name="Value">Empty for none: Consul shows both as null.</param>
/// <param name="LockIndex">How often it was acquired since it was last written without a lock; for fencing.</param>
/// <param name="Session">Holder of the lock; empty when it is free.</param>
/// <param name="CreateIndex">Index of the write that made it.</param>
/// <param name="ModifyIndex">Index of the last write that changed something.</param>
public sealed record KeyEntry(string Key, byte[] Value, ulong Flags, ulong LockIndex, string Session, ulong CreateIndex, ulong ModifyIndex)
{
    /// <summary>What a write without a lock makes of the entry that is there. The holder stays, its count does not. Protocol source: Consul <c>kvsSetTxn</c>.</summary>
    /// <returns>The same object when nothing changed: then its indexes stay, too.</returns>
    public static KeyEntry Written(KeyEntry? before, string key, byte[] value, ulong flags, ulong index) =>
        new KeyEntry(key, value, flags, 0, before?.Session ?? "", before?.CreateIndex ?? index, index).Over(before);

    /// <summary>What acquiring makes of it; null when somebody else holds it. Protocol source: Consul <c>kvsLockTxn</c>.</summary>
    public static KeyEntry? Acquired(KeyEntry? before, string key, byte[] value, ulong flags, string session, ulong index)
    {
        if (before is null) return new KeyEntry(key, value, flags, 1, session, index, index);
        if (before.Session.Length > 0 && before.Session != session) return null;
        var count = before.Session == session ? before.LockIndex : before.LockIndex + 1;
        return new KeyEntry(key, value, flags, count, session, before.CreateIndex, index).Over(before);
    }

    /// <summary>What releasing makes of it; null when that session does not hold it. Value and flags are written too. Protocol source: Consul <c>kvsUnlockTxn</c>.</summary>
    public static KeyEntry? Released(KeyEntry? before, byte[] value, ulong flags, string session, ulong index) =>
        before is null || before.Session != session ? null : before with { Value = value, Flags = flags, Session = "", ModifyIndex = index };

    /// <summary>The holder's session ended and the lock is free.</summary>
    public KeyEntry Freed(ulong index) => this with { Session = "", ModifyIndex = index };

    /// <summary>Check-and-set: 0 asks that there is none. Protocol source: Consul <c>kvsSetCASTxn</c>.</summary>
    public static bool Matches(KeyEntry? before, ulong expected) => expected == 0 ? before is null : before?.ModifyIndex == expected;

    private KeyEntry Over(KeyEntry? before) => before is not null && SameAs(before) ? before : this;

    private bool SameAs(KeyEntry other) =>
        LockIndex == other.LockIndex && Flags == other.Flags && Session == other.Session && Value.AsSpan().SequenceEqual(other.Value);
}
