using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>Whether all nodes hold the same: puts a mark into the log, and asks every node for the digest of its state there.</summary>
internal sealed class StateComparison(IReplicatedLog log, StateDigests digests, IMembers members, PeerClients peers)
{
    private static readonly TimeSpan ProposePatience = TimeSpan.FromSeconds(15);

    /// <param name="deadline">Of the caller: the nodes get a second less, so that the answer still comes when one of them gives none.</param>
    public async Task<CheckReply> CompareAsync(DateTime deadline, CancellationToken cancellationToken)
    {
        var mark = Guid.NewGuid().ToString("N");
        var marked = await log.ProposeAsync(new MarkStateEntry(mark), cancellationToken).WaitAsync(ProposePatience, cancellationToken);
        if (!marked.Ok) throw new RpcException(new Status(StatusCode.Unavailable, marked.Failure.Message));
        var until = deadline == DateTime.MaxValue ? DateTime.UtcNow + TimeSpan.FromMinutes(10) : deadline - TimeSpan.FromSeconds(1);
        var reply = new CheckReply();
        reply.Nodes.AddRange(await Task.WhenAll(members.Current.All.Select(member => AskAsync(member, mark, until, cancellationToken))));
        return reply;
    }

    public static DigestReply ToWire(StateDigest digest)
    {
        var reply = new DigestReply { Index = digest.Index, Schema = digest.Schema };
        reply.Tables.AddRange(digest.Tables.Select(static table => new TableDigestPart { Name = table.Name, Rows = table.Rows, Digest = table.Digest }));
        return reply;
    }

    private async Task<CheckedNode> AskAsync(ClusterMember member, string mark, DateTime until, CancellationToken cancellationToken)
    {
        var result = new CheckedNode { Address = member.Address };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = until - DateTime.UtcNow;
        patience.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        try
        {
            result.Digest = member.IsSelf
                ? ToWire(await digests.AtAsync(mark, patience.Token))
                : await peers.AdminOf(member).DigestAsync(new DigestRequest { MarkId = mark }, deadline: until, cancellationToken: cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            result.Problem = PeerFailures.Describe(e);
        }
        catch (Exception e) when (e is not RpcException && !cancellationToken.IsCancellationRequested)
        {
            result.Problem = e is OperationCanceledException ? "it did not answer in time" : e.Message;
        }
        return result;
    }
}
