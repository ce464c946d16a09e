using Batata.Application.Abstractions;
using Batata.Domain.Shared;

namespace Batata.Application.Cluster;

/// <summary>
/// What this release may write into the log. A release that adds a kind of entry adds one to <see cref="Current"/>, and the kind says so: while a cluster is
/// upgraded node by node, nothing is written that a node of the release before could not read.
/// </summary>
/// <param name="Supported">Highest level that this node understands.</param>
public sealed record FeatureLevel(int Supported)
{
    public const int Current = 0;
}

/// <summary>The level that all nodes of the cluster have reached.</summary>
public interface IFeatureLevels
{
    /// <summary>Keeps it as a part of the state. For the applying thread. Throws when it is above what this node understands, which must not go on.</summary>
    ValueTask RaiseAsync(int level, CancellationToken cancellationToken);
}

/// <summary>All voters understand this level: what needs it may be written.</summary>
public sealed record RaiseFeatureLevelEntry(int Level) : ReplicatedEntry<bool>;

public sealed record FeatureLevelRaised(int Level);

internal sealed class RaiseFeatureLevelApplier(IFeatureLevels levels) : IApplier<RaiseFeatureLevelEntry, bool>
{
    public async ValueTask<Outcome<bool>> ApplyAsync(RaiseFeatureLevelEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        await levels.RaiseAsync(entry.Level, cancellationToken);
        changes.Add(new FeatureLevelRaised(entry.Level));
        return true;
    }
}
