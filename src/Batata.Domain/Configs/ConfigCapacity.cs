namespace Batata.Domain.Configs;

/// <summary>Whose capacity: a namespace's, or a group's of the default namespace.</summary>
public readonly record struct CapacityScope(bool IsGroup, string Name);

/// <summary>Limits of a scope. Null on change leaves what is stored; 0 is the default of the server. Aggregation is no longer used by anybody.</summary>
/// <param name="Quota">Configs.</param>
/// <param name="MaxSize">UTF-8 bytes of one config.</param>
public sealed record CapacityLimits(int? Quota, int? MaxSize, int? MaxAggrCount, int? MaxAggrSize);

public interface ICapacityRepository
{
    /// <summary>Stores what is not null.</summary>
    ValueTask SetAsync(CapacityScope scope, CapacityLimits limits, DateTimeOffset at, CancellationToken cancellationToken);
}
