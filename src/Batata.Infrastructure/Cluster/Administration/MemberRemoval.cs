using Batata.Application.Cluster;
using Batata.Domain.Shared;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>Takes out a member that is lost, on the leader: see <c>Membership</c>. Protocol source: Consul <c>agent/force-leave</c>, which waits for no list either.</summary>
internal sealed class MemberRemoval(RaftNode node, IMembers members, PeerClients peers) : IMemberRemoval
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<Outcome<bool>> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        if (node.Leadership is not { IsLocal: false, Remote: { } leader }) return await FromHereAsync(id, cancellationToken);
        var member = members.Current.Others.FirstOrDefault(one => one.Address == leader.ToString());
        return member is null ? Refused($"{leader} leads, and is no member any more.") : await AskAsync(member, id, cancellationToken);
    }

    /// <summary>For a leader; another node refuses.</summary>
    public async Task<Outcome<bool>> FromHereAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!node.IsCluster || node.Members is not { } membership) return Refused("A node alone is its only member.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await membership.TakeOutAsync(id, patience.Token) is { } why ? Refused(why) : true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refused("It was not taken out in time; it may still be.");
        }
    }

    private static async Task<Outcome<bool>> Ask(Admin.AdminClient leader, Guid id, CancellationToken cancellationToken)
    {
        var request = new RemoveMemberRequest { NodeId = NodeService.ToBytes(id), Forwarded = true };
        await leader.RemoveMemberAsync(request, deadline: DateTime.UtcNow + Patience, cancellationToken: cancellationToken);
        return true;
    }

    private async Task<Outcome<bool>> AskAsync(ClusterMember leader, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await Ask(peers.AdminOf(leader), id, cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return Refused(e.StatusCode == StatusCode.FailedPrecondition ? e.Status.Detail : $"{leader.Address} leads and did not answer: {PeerFailures.Describe(e)}");
        }
    }

    private static Failure Refused(string why) => ClusterFailures.Unavailable(why);
}
