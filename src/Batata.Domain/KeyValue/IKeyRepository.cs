namespace Batata.Domain.KeyValue;

/// <summary>Keys for the applying thread. Tables and their indexes are one with the state: what is saved moves the index of keys.</summary>
public interface IKeyRepository
{
    KeyEntry? Find(string key);

    /// <summary>Keys that begin with the text, in the order of their bytes.</summary>
    IReadOnlyList<KeyEntry> FindUnder(string prefix);

    /// <summary>Keys that the session holds. Its id is taken in any case, since whoever acquired them may have written it in another one.</summary>
    IReadOnlyList<KeyEntry> FindHeldBy(string session);

    void Save(KeyEntry entry);

    /// <summary>Removes it and leaves a tombstone, so that the index of a prefix never goes back.</summary>
    void Remove(string key, ulong index);

    /// <summary>Removes all that begin with the text and leaves one tombstone for it.</summary>
    /// <returns>The keys that were there.</returns>
    IReadOnlyList<string> RemoveUnder(string prefix, ulong index);

    /// <summary>Forgets tombstones up to the index. No index moves by that.</summary>
    /// <returns>How many.</returns>
    int ReapTombstones(ulong upTo);

    /// <summary>The hold of a key ended with its session: until the delay is over nobody may acquire it.</summary>
    void DelayLock(LockDelay delay);

    LockDelay? FindDelay(string key);

    void ForgetDelay(string key);
}
