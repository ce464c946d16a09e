using Batata.Infrastructure.Cluster.Members;
using DotNext.Net.Cluster;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>From the opened log to a node that votes and is ready.</summary>
internal sealed partial class RaftNode
{
    private static readonly TimeSpan CatchUpPatience = TimeSpan.FromSeconds(30);

    private volatile Admission? _admission;
    private volatile IStartCondition? _condition;

    /// <summary>Why a node that is starting is not ready yet, as exactly as it is known.</summary>
    private string? StartProblem => !IsCluster || _notReady != Starting ? _notReady : _admission?.Waiting ?? Leadership?.Problem() ?? _condition?.Waiting ?? Starting;

    private async Task JoinAsync(long started, CancellationToken closing)
    {
        try
        {
            if (!Member!.Votes) await BeAdmittedAsync(closing);
            while (!await TryCatchUpAsync(closing))
            {
            }
            foreach (var condition in _conditions())
            {
                _condition = condition;
                await condition.WaitAsync(closing);
            }
            _condition = null;
            BecomeReady(started);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private async Task BeAdmittedAsync(CancellationToken closing)
    {
        _admission = new Admission(_options, _peers.Clients, _time, _loggers.CreateLogger<Admission>());
        var founders = await _admission.WaitAsync(Member!.Id, TryFollowAsync, closing);
        // It may have voted already in this term, with a folder that is gone: then it was for this leader, or is not to be repeated.
        if (founders.Count == 0 && _cluster!.Leader is { } leader) await _log!.VoteForAsync(ClusterMemberId.FromEndPoint(leader.EndPoint), closing);
        Member = Member.Voting(founders);
        _log!.Votes = true;
        await _cluster!.RevertToNormalModeAsync(closing);
        _admission = null;
    }

    /// <summary>A node that does not vote yet looks whether there is a leader to follow.</summary>
    private Task<bool> TryFollowAsync(CancellationToken closing) => Leadership is { Remote: not null } ? TryCatchUpAsync(closing) : Task.FromResult(false);

    private async Task<bool> TryCatchUpAsync(CancellationToken closing)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closing);
        patience.CancelAfter(CatchUpPatience);
        try
        {
            await PassBarrierAsync(patience.Token);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or QuorumUnreachableException or NotLeaderException && !closing.IsCancellationRequested)
        {
            return false; // no leader yet, or more to catch up with than fits into the time of one barrier
        }
    }
}
