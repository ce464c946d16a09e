using Batata.Application.Abstractions;
using Batata.Domain.Locks;
using Batata.Domain.Shared;

namespace Batata.Application.Locks;

/// <summary>
/// Locks whose holders never came back are forgotten, or they would be stored for good. To who takes a lock it makes no difference; giving
/// one back that was forgotten is answered as for one that was free. The value is how many there were.
/// </summary>
public sealed record ForgetLocksEntry(IReadOnlyList<HeldLock> Locks) : ReplicatedEntry<int>;

internal sealed class ForgetLocksApplier(ILockRepository locks) : IApplier<ForgetLocksEntry, int>
{
    public async ValueTask<Outcome<int>> ApplyAsync(ForgetLocksEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        foreach (var over in entry.Locks)
        {
            // Somebody may have taken it since it was proposed.
            if (await locks.FindAsync(over.Key, cancellationToken) is not { } held || held.Token != over.Token) continue;
            await locks.RemoveAsync(over.Key, cancellationToken);
            changes.Add(new LockChanged(over.Key, null));
            forgotten++;
        }
        return forgotten;
    }
}
