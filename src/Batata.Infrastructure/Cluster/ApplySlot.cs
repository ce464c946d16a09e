using Batata.Domain.Shared;

namespace Batata.Infrastructure.Cluster;

/// <summary>Travels with an entry on the node that proposed it and brings the answer back once the entry is committed to the state.</summary>
internal abstract class ApplySlot
{
    public abstract bool IsAnswered { get; }

    /// <summary>The answer is there and is given when the batch is committed. For the applying thread.</summary>
    public abstract bool IsHeld { get; }

    /// <summary>Completes when it is answered, whatever the answer is.</summary>
    public abstract Task Answered { get; }

    /// <summary>The batch is committed and visible.</summary>
    public abstract void Complete();

    /// <summary>The entry is in the log but could not be applied here.</summary>
    public abstract void Lose();

    /// <summary>Nothing was written, and nothing will be.</summary>
    public abstract void Refuse(Failure failure);
}

internal sealed class ApplySlot<TResult> : ApplySlot
{
    // Asynchronously: the applying thread must not run what the proposer does next.
    private readonly TaskCompletionSource<Outcome<TResult>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Outcome<TResult> _held;
    private bool _isHeld;

    public Task<Outcome<TResult>> Answer => _done.Task;

    public override bool IsHeld => _isHeld;

    public override Task Answered => _done.Task;

    public override bool IsAnswered => _done.Task.IsCompleted;

    /// <summary>Keeps the answer until the batch is committed.</summary>
    public void Hold(Outcome<TResult> outcome) => (_held, _isHeld) = (outcome, true);

    public override void Complete() => _done.TrySetResult(_held);

    public override void Lose() => _done.TrySetResult(Application.Cluster.ClusterFailures.OutcomeUnknown());

    public override void Refuse(Failure failure) => _done.TrySetResult(failure);
}
