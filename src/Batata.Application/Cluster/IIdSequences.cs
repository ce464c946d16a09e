namespace Batata.Application.Cluster;

/// <summary>Where the numbering of stored rows stands. Every node gives the same ids, since they follow from the order of the log.</summary>
public interface IIdSequences
{
    /// <returns>The last id of each, by the names that Nacos has for them.</returns>
    Task<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellationToken);
}
