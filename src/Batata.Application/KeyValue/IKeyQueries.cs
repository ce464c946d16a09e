using Batata.Domain.KeyValue;

namespace Batata.Application.KeyValue;

/// <summary>Reads of the KV store. Each sees one commit.</summary>
public interface IKeyQueries
{
    /// <returns>The index is the entry's; that of all keys when it is absent.</returns>
    ValueTask<(KeyEntry? Entry, ulong Index)> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Entries whose keys begin with the text, in the order of their bytes.</summary>
    /// <returns>The index is the highest of entries and tombstones there; that of all keys for the empty prefix and when there is neither.</returns>
    ValueTask<(IReadOnlyList<KeyEntry> Entries, ulong Index)> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>The keys alone, each cut after the first separator behind the prefix, without repeats.</summary>
    /// <param name="separator">Null or empty: whole keys.</param>
    ValueTask<(IReadOnlyList<string> Keys, ulong Index)> KeysAsync(string prefix, string? separator, CancellationToken cancellationToken);
}
