using Batata.Application.Abstractions;
using Batata.Domain.Shared;

namespace Batata.Application.Cluster;

/// <summary>A point of the log where each node's state is looked at, so that all look at the same. Changes nothing.</summary>
/// <param name="MarkId">New for every mark.</param>
public sealed record MarkStateEntry(string MarkId) : ReplicatedEntry<bool>;

/// <summary>What is committed when this is told ends with the mark.</summary>
public sealed record StateMarked(string MarkId);

internal sealed class MarkStateApplier : IApplier<MarkStateEntry, bool>
{
    public ValueTask<Outcome<bool>> ApplyAsync(MarkStateEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        changes.Add(new StateMarked(entry.MarkId));
        return new(true);
    }
}
