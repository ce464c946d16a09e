using Batata.Application.Abstractions;

namespace Batata.Infrastructure.Cluster;

internal sealed class RaftReadBarrier(RaftNode node) : IReadBarrier
{
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!node.Gate.TryEnter()) throw new UnavailableException(node.NotReadyReason ?? "The node is stopping.");
        try
        {
            await node.PassBarrierAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new UnavailableException("No leader could be asked.", e);
        }
        finally
        {
            node.Gate.Leave();
        }
    }
}
