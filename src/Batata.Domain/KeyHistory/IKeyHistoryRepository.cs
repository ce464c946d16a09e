namespace Batata.Domain.KeyHistory;

/// <summary>Histories of keys for the applying thread.</summary>
public interface IKeyHistoryRepository
{
    /// <summary>Adds the newest version and forgets the oldest of this key.</summary>
    /// <param name="keep">How many of them stay.</param>
    void Add(KeyVersion version, int keep);

    /// <summary>The key has a history.</summary>
    bool Knows(string key);

    /// <summary>Forgets versions of any key, in the order in which they came.</summary>
    /// <param name="upTo">Number of the last one.</param>
    /// <returns>How many.</returns>
    int Forget(long upTo);
}
