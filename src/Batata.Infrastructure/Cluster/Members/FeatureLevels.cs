using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>The feature level of this release and that of the cluster, which is a part of the state. Reads are for any thread.</summary>
internal sealed class FeatureLevels(FeatureLevel release, StateSchema schema, StateDatabaseHolder state) : IFeatureLevels, IChangeObserver<FeatureLevelRaised>
{
    private static readonly Sql Select = new("SELECT value FROM feature_level");
    private static readonly Sql Raise = new("UPDATE feature_level SET value = ?1 WHERE value < ?1");

    private volatile int _reached;

    public int Supported => release.Supported;

    /// <summary>What needs no more than this may be written: the nodes of the cluster understand it, and nodes that do not are neither started nor taken in.</summary>
    public int Reached => _reached;

    public ValueTask RaiseAsync(int level, CancellationToken cancellationToken)
    {
        RefuseAbove(level);
        state.Database.Writer.Prepare(Raise).Bind(1, level).Run();
        schema.MigrateWith(state.Database.Writer, level);
        return ValueTask.CompletedTask;
    }

    public void Observe(FeatureLevelRaised change) => _reached = Math.Max(_reached, change.Level);

    /// <summary>The state was opened, or came with a snapshot.</summary>
    public void Reset()
    {
        int level;
        using (var row = state.Database.Writer.Prepare(Select)) level = row.Step() ? (int)row.Int64(0) : 0;
        RefuseAbove(level);
        _reached = level;
    }

    private void RefuseAbove(int level)
    {
        if (level > Supported)
            throw new DataFolderException($"The cluster has reached feature level {level}, and this release of Batata understands levels up to {Supported}. Start the newer release instead.");
    }
}
