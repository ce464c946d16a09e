using System.Collections.Concurrent;
using Batata.Application.Abstractions;
using Batata.Application.KeyValue;
using Batata.Domain.KeyValue;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.KeyValue;

namespace Batata.Infrastructure.KeyValue;

/// <summary>Follows what is committed: a delay runs from the moment in which this node applied it.</summary>
internal sealed class LockDelays(StateDatabaseHolder state, TimeProvider time) : ILockDelays, IChangeObserver<LockDelayed>
{
    private readonly ConcurrentDictionary<string, (LockDelay Delay, long Since)> _seen = new(StringComparer.Ordinal);

    public SeenDelay? Find(string key) => _seen.TryGetValue(key, out var seen)
        ? new SeenDelay(seen.Delay.Mark, time.GetElapsedTime(seen.Since).TotalMilliseconds >= seen.Delay.DelayMs)
        : null;

    public void Observe(LockDelayed change)
    {
        if (change.Delay is { } delay) _seen[change.Key] = (delay, time.GetTimestamp());
        else _seen.TryRemove(change.Key, out _);
    }

    public void Reset()
    {
        _seen.Clear();
        var now = time.GetTimestamp();
        foreach (var delay in KeyRepository.ReadDelays(state.Database.Writer)) _seen[delay.Key] = (delay, now);
    }
}
