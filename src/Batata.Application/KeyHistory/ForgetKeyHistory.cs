using Batata.Application.Abstractions;
using Batata.Domain.KeyHistory;
using Batata.Domain.Shared;

namespace Batata.Application.KeyHistory;

/// <summary>Forgets the oldest versions of keys.</summary>
/// <param name="UpTo">Number of the last one.</param>
public sealed record ForgetKeyHistoryEntry(long UpTo) : ReplicatedEntry<int>;

internal sealed class ForgetKeyHistoryApplier(IKeyHistoryRepository history) : IApplier<ForgetKeyHistoryEntry, int>
{
    public ValueTask<Outcome<int>> ApplyAsync(ForgetKeyHistoryEntry entry, IChangeSink changes, CancellationToken cancellationToken) => new(history.Forget(entry.UpTo));
}
