using Batata.Infrastructure.Cluster.Members;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>From the opened log to a node that is one of the members and ready.</summary>
internal sealed partial class RaftNode
{
    private static readonly TimeSpan CatchUpPatience = TimeSpan.FromSeconds(30);

    private volatile IStartCondition? _condition;

    /// <summary>Why a node that is starting is not ready yet, as exactly as it is known.</summary>
    private string? StartProblem => !IsCluster || _notReady != Starting ? _notReady : Members?.Waiting ?? Leadership?.Problem() ?? _condition?.Waiting ?? Starting;

    private void OpenMembers(DataFolder folder)
    {
        _members = new MemberStore(folder.MembersFile, MemberFile.Open(folder));
        _directory.Set(_members);
        var server = _options.AddressServer is { } address ? new AddressServer(address) : null;
        var listed = new ListedMembers(_options, server, _time, _loggers.CreateLogger<ListedMembers>());
        var changer = new MemberChanger(this, _loggers.CreateLogger<MemberChanger>());
        Members = new Membership(_options, listed, new HelloRounds(_options, _peers.Clients), _members, _known, changer, _levels, _raiser, _time, _loggers.CreateLogger<Membership>());
    }

    private async Task KeepMembersAsync(CancellationToken closing)
    {
        try
        {
            await Members!.RunAsync(closing);
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

    private async Task JoinAsync(long started, CancellationToken closing)
    {
        try
        {
            await Members!.Joined.WaitAsync(closing);
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
