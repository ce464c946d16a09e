using Batata.Domain.KeyHistory;

namespace Batata.Application.KeyHistory;

/// <summary>Reads of histories from the last commit.</summary>
public interface IKeyHistoryQueries
{
    /// <summary>Newest first, without values where there are some: <see cref="KeyVersion.Value"/> is empty then.</summary>
    /// <param name="before">Only those of a lower index; 0 for all.</param>
    ValueTask<IReadOnlyList<KeyVersion>> ListAsync(string key, ulong before, int limit, CancellationToken cancellationToken);

    ValueTask<KeyVersion?> FindAsync(string key, ulong index, CancellationToken cancellationToken);

    /// <summary>The number of the last version, in the order in which they came, up to which all are older.</summary>
    /// <param name="before">Null: any age.</param>
    /// <param name="limit">Versions that are looked at.</param>
    ValueTask<long?> FindOldAsync(DateTimeOffset? before, int limit, CancellationToken cancellationToken);
}
