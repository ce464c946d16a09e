using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// The leader makes sure that it still is one and says how far the log is; this node waits until it has applied that. DotNext's own barrier of a
/// follower takes the leader's word without a look at the majority, and a new leader's before it knows what the old one committed.
/// </summary>
internal sealed class LeaderBarrier(RaftNode node, PeerClients peers, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>A read may be asked for as often as one likes: the next leader is asked when this one is gone.</summary>
    /// <exception cref="OperationCanceledException">No leader answered in time, or the token was cancelled.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        while (true)
        {
            if (await IndexAsync(both.Token) is { } index)
            {
                await node.WaitAppliedAsync(index, both.Token);
                return;
            }
            await Task.Delay(Pause, time, both.Token);
        }
    }

    private async Task<long?> IndexAsync(CancellationToken cancellationToken)
    {
        var leadership = node.Leadership;
        if (leadership is { IsLocal: true }) return await node.LeaderIndexAsync(cancellationToken);
        if (leadership?.Remote is not { } leader) return null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(leadership.Changed, cancellationToken);
        try
        {
            var reply = await peers.Of(leader).ReadIndexAsync(new ReadIndexRequest(), cancellationToken: either.Token);
            return reply.HasIndex ? reply.Index : null;
        }
        catch (RpcException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
