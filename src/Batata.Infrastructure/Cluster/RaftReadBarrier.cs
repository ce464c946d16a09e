using Batata.Application.Abstractions;
using DotNext.Net.Cluster.Consensus.Raft;

namespace Batata.Infrastructure.Cluster;

internal sealed class RaftReadBarrier(RaftNode node) : IReadBarrier
{
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (node.Cluster is not { } cluster) throw new UnavailableException(node.NotReadyReason ?? "The node is stopping.");
        try
        {
            await cluster.ApplyReadBarrierAsync(ReadBarrierType.Strong, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new UnavailableException("No leader could be asked.", e);
        }
    }
}
