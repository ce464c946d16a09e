namespace Batata.Domain.Configs;

/// <summary>Whose capacity: a namespace's, a group's of the default namespace, or the cluster's.</summary>
public readonly record struct CapacityScope(bool IsGroup, string Name)
{
    /// <summary>Nacos keeps the cluster's in the row of the group without a name.</summary>
    public static CapacityScope Cluster { get; } = new(true, "");
}

/// <summary>Limits of a scope. Null on change leaves what is stored; 0 is the default of the server. Aggregation is no longer used by anybody.</summary>
/// <param name="Quota">Configs.</param>
/// <param name="MaxSize">UTF-8 bytes of one config.</param>
public sealed record CapacityLimits(int? Quota, int? MaxSize, int? MaxAggrCount, int? MaxAggrSize);

/// <summary>What is stored of a scope.</summary>
/// <param name="HasRow">False until somebody set a limit or a publish was judged by one.</param>
/// <param name="Quota">0 for the default; likewise the size.</param>
/// <param name="Usage">Formal versions there are.</param>
public readonly record struct CapacityState(bool HasRow, int Quota, int MaxSize, int Usage);

public interface ICapacityRepository
{
    ValueTask<CapacityState> FindAsync(CapacityScope scope, CancellationToken cancellationToken);

    /// <summary>Stores what is not null.</summary>
    ValueTask SetAsync(CapacityScope scope, CapacityLimits limits, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Counts all configs again.</summary>
    /// <returns>How many counts were wrong.</returns>
    ValueTask<int> CorrectUsageAsync(CancellationToken cancellationToken);
}
