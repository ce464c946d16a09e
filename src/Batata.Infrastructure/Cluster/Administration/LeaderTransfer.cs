using Batata.Application.Cluster;
using Batata.Domain.Shared;
using Batata.Infrastructure.Cluster.Nodes;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using DotNext.Net.Cluster;
using DotNext.Net.Cluster.Consensus.Raft;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>
/// Lets another node lead. Raft has no message for that here, so the leader steps back when nothing is on its way and the chosen one has all of the log, and all but the
/// chosen one begin no election for a while. Whatever fails, an ordinary election makes up for it.
/// </summary>
internal sealed partial class LeaderTransfer(RaftNode node, IMembers members, IClusterNodes nodes, PeerClients peers, TimeProvider time, ILogger<LeaderTransfer> logger) : IClusterOperations, IDisposable
{
    /// <summary>The whole of it fits into the patience of a write that waits for a leader.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ElectionPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task<Outcome<LeaderChange>> TransferLeadershipAsync(string? to, CancellationToken cancellationToken)
    {
        if (node.Leadership is { IsLocal: false, Remote: { } leader })
        {
            var member = members.Current.Others.FirstOrDefault(one => one.Address == leader.ToString());
            return member is null ? Refused($"{leader} leads, and is no member any more.") : await AskAsync(member, to, cancellationToken);
        }
        return await FromHereAsync(to, cancellationToken);
    }

    /// <summary>For a leader; another node refuses.</summary>
    public async Task<Outcome<LeaderChange>> FromHereAsync(string? to, CancellationToken cancellationToken)
    {
        if (!node.IsCluster) return Refused("A node alone is its own leader.");
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken)) return Refused("The leader is being changed already.");
        try
        {
            var view = members.Current;
            if (node.Leadership is not { IsLocal: true }) return Refused("There is no leader that could step back.");
            if (to is not null && to == view.Self.Address) return Refused($"{to} leads already.");
            await nodes.RefreshAsync([.. view.Others.Select(NodeWire.Name)], cancellationToken);
            if (to is not null && view.Others.All(one => one.Address != to)) return Refused($"{to} is no member; members are {string.Join(", ", view.All.Select(static one => one.Address))}.");
            if (Choose(view, to) is not { } chosen) return Refused(to is null ? "No other node is up." : $"{to} is not up.");
            return await HandOverAsync(view, chosen, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private ClusterMember? Choose(MemberView view, string? to)
    {
        var up = nodes.All().Where(static one => one is { Condition: NodeCondition.Up, Log: not null }).ToDictionary(static one => one.Name);
        return view.Others
            .Where(one => (to is null || one.Address == to) && up.ContainsKey(NodeWire.Name(one)))
            .MaxBy(one => up[NodeWire.Name(one)].Log!.AppliedIndex);
    }

    private async Task<Outcome<LeaderChange>> HandOverAsync(MemberView view, ClusterMember chosen, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        try
        {
            // From here on nothing is written until there is a leader again.
            await node.Writes.PauseAsync().WaitAsync(DrainPatience, time, cancellationToken);
            var prepared = await peers.AdminOf(chosen).PrepareToLeadAsync(new PrepareToLeadRequest { LastIndex = node.LastIndex }, deadline: Deadline, cancellationToken: cancellationToken);
            if (prepared.Problem.Length > 0) return Refused($"{chosen.Address} cannot lead: {prepared.Problem}");
            await Task.WhenAll(view.Others.Where(one => one != chosen).Select(StandAsideAsync));
            if (node.Cluster is not { } cluster || !await ((ICluster)cluster).ResignAsync(CancellationToken.None)) return Refused("This node does not lead any more.");
            await node.StandAsideAsync(ElectionPatience);
            var leader = await NextLeaderAsync();
            if (leader is null) return Refused($"This node stepped back, and {chosen.Address} was not elected in time: see batata cluster members.");
            var waited = time.GetElapsedTime(begun);
            LogHandedOver(leader, waited.TotalMilliseconds);
            return leader == chosen.Address
                ? new LeaderChange(leader, view.Self.Address, cluster.Term)
                : Refused($"This node stepped back, and {leader} was elected instead of {chosen.Address}.");
        }
        catch (TimeoutException)
        {
            return Refused($"Writes that are on their way did not arrive within {DrainPatience.TotalSeconds} s: nothing was changed.");
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return Refused($"{chosen.Address} did not answer: {PeerFailures.Describe(e)}. Nothing was changed.");
        }
        finally
        {
            node.Writes.Resume();
        }
    }

    private async Task StandAsideAsync(ClusterMember other)
    {
        try
        {
            await peers.AdminOf(other).StandAsideAsync(new StandAsideRequest { AtMostMs = (int)ElectionPatience.TotalMilliseconds }, deadline: Deadline);
        }
        catch (RpcException)
        {
            // Then it may be elected instead, if it runs at all.
        }
    }

    private async Task<string?> NextLeaderAsync()
    {
        for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < ElectionPatience;)
        {
            if (node.Leadership is { } leadership)
            {
                if (leadership.Remote is { } leader) return leader.ToString();
                if (leadership.IsLocal) return members.Current.Self.Address;
            }
            await Task.Delay(Pause, time);
        }
        return null;
    }

    private async Task<Outcome<LeaderChange>> AskAsync(ClusterMember leader, string? to, CancellationToken cancellationToken)
    {
        try
        {
            var request = new TransferLeadershipRequest { To = to ?? "", Forwarded = true };
            var patience = DrainPatience + AskPatience + AskPatience + AskPatience + ElectionPatience;
            var reply = await peers.AdminOf(leader).TransferLeadershipAsync(request, deadline: DateTime.UtcNow + patience, cancellationToken: cancellationToken);
            return new LeaderChange(reply.Leader, reply.Before, reply.Term);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return Refused(e.StatusCode == StatusCode.FailedPrecondition ? e.Status.Detail : $"{leader.Address} leads and did not answer: {PeerFailures.Describe(e)}");
        }
    }

    private static DateTime Deadline => DateTime.UtcNow + AskPatience;

    private static Failure Refused(string why) => ClusterFailures.Unavailable(why);

    [LoggerMessage(EventId = 1291, Level = LogLevel.Information, Message = "{Leader} leads now, as asked; writes waited {ElapsedMs:F0} ms")]
    private partial void LogHandedOver(string leader, double elapsedMs);
}
