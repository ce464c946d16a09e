using Batata.Application.Abstractions;
using Batata.Application.Telemetry;

namespace Batata.Infrastructure.Cluster;

internal sealed class RaftReadBarrier(RaftNode node, Timings timings) : IReadBarrier
{
    public bool IsPassed => node.LeadsCaughtUp;

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!node.Gate.TryEnter()) throw new UnavailableException(node.NotReadyReason ?? "The node is stopping.");
        var begun = timings.BarrierPassed.Begin();
        try
        {
            var asked = node.Leadership is { Remote: not null };
            await node.PassBarrierAsync(cancellationToken);
            timings.BarrierPassed.Record(begun);
            if (asked) timings.LeaderAsked.Record(begun);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            timings.BarrierFailed.Record(begun);
            throw new UnavailableException("No leader could be asked.", e);
        }
        finally
        {
            node.Gate.Leave();
        }
    }
}
