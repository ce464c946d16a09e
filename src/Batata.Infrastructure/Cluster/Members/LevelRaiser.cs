using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>Brings the cluster to the feature level that all its voters understand. What fails is tried again with the next round.</summary>
internal sealed partial class LevelRaiser(RaftNode node, FeatureLevels levels, EntryCodec codec, ILogger logger)
{
    /// <summary>On the leader, and never beside a change of members: nobody is taken in meanwhile.</summary>
    public async Task RaiseAsync(Round round, MemberStore store, CancellationToken stopping)
    {
        var state = store.State;
        var level = VoterLevels.Lowest(round, state.Voters, levels.Supported, levels.Reached);
        if (level <= levels.Reached || node.NotWritableReason is not null || !node.Gate.TryEnter()) return;
        try
        {
            var leading = node.Cluster!.LeadershipToken;
            await node.PassBarrierAsync(stopping); // what an earlier leader left in the log may be a member that this round did not count
            if (store.State.Version != state.Version || leading.IsCancellationRequested || !node.Writes.TryEnter()) return;
            try
            {
                await WriteAsync(level);
            }
            finally
            {
                node.Writes.Leave();
            }
        }
        catch (Exception e) when (e is NotLeaderException or QuorumUnreachableException or OperationCanceledException or ObjectDisposedException)
        {
            if (!stopping.IsCancellationRequested) LogNotRaised(level, e.Message);
        }
        finally
        {
            node.Gate.Leave();
        }
    }

    /// <summary>A node alone waits for nobody. Once it is the leader.</summary>
    public Task RaiseAloneAsync() => levels.Supported > levels.Reached && node.Shortage is null ? WriteAsync(levels.Supported) : Task.CompletedTask;

    private async Task WriteAsync(int level)
    {
        await node.Writer.WriteAsync(codec.Encode(new RaiseFeatureLevelEntry(level), Guid.NewGuid()), null);
        await node.StateMachine.CommitPendingAsync(CancellationToken.None);
        LogRaised(level);
    }

    [LoggerMessage(EventId = 1258, Level = LogLevel.Information, Message = "All nodes understand feature level {Level}: it is in use from now on, and older releases can no longer be started")]
    private partial void LogRaised(int level);

    [LoggerMessage(EventId = 1259, Level = LogLevel.Warning, Message = "Feature level {Level} was not reached and is tried again: {Why}")]
    private partial void LogNotRaised(int level, string why);
}
