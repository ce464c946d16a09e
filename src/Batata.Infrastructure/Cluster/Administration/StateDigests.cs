using System.Collections.Concurrent;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>
/// Digests of this node's state at the marks of the log. The moment is taken while the applying thread stands at the mark, the work is done on another
/// thread from a read of that moment.
/// </summary>
internal sealed class StateDigests(StateDatabaseHolder holder) : IChangeObserver<StateMarked>
{
    /// <summary>Marks that are remembered: an operator looks at one at a time.</summary>
    private const int Kept = 8;

    /// <summary>How long writes may stand still when all reads of the state are taken.</summary>
    private static readonly TimeSpan MomentPatience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<StateDigest>> _byMark = new();
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>Waits until the mark is applied here, which it never is when a snapshot went over it.</summary>
    public Task<StateDigest> AtAsync(string mark, CancellationToken cancellationToken) => Slot(mark).Task.WaitAsync(cancellationToken);

    public void Observe(StateMarked change)
    {
        var slot = Slot(change.MarkId);
        var taken = new ManualResetEventSlim();
        Task.Factory.StartNew(() => Work(slot, taken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        taken.Wait(MomentPatience); // too late is seen by the index
    }

    public void Reset()
    {
        // Of what was marked before nobody asks any more, or gets no answer in time.
    }

    private void Work(TaskCompletionSource<StateDigest> slot, ManualResetEventSlim taken)
    {
        try
        {
            slot.TrySetResult(holder.Database.ReadLong(taken, static (session, moment, _) =>
            {
                using var snapshot = session.BeginSnapshot();
                var index = StateDatabase.AppliedIndexOf(session); // the first read fixes the moment
                moment.Set();
                return StateDigest.Of(session, index);
            }));
        }
#pragma warning disable CA1031 // Whatever it is, who asks must hear of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            taken.Set();
            slot.TrySetException(e);
        }
    }

    private TaskCompletionSource<StateDigest> Slot(string mark) => _byMark.GetOrAdd(mark, key =>
    {
        _order.Enqueue(key);
        while (_order.Count > Kept && _order.TryDequeue(out var old)) _byMark.TryRemove(old, out _);
        return new(TaskCreationOptions.RunContinuationsAsynchronously);
    });
}
