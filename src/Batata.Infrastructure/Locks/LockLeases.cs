using System.Collections.Concurrent;
using Batata.Application.Abstractions;
using Batata.Application.Locks;
using Batata.Domain.Locks;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Locks;

namespace Batata.Infrastructure.Locks;

/// <summary>Follows what is committed: a hold is seen from the moment on in which this node has applied it, which is not before anybody was told of it.</summary>
internal sealed class LockLeases(StateDatabaseHolder state, TimeProvider time) : ILockLeases, IChangeObserver<LockChanged>
{
    private readonly ConcurrentDictionary<string, SeenLock> _held = new(StringComparer.Ordinal);

    public int Count => _held.Count;

    public bool IsHeld(string key) => _held.ContainsKey(key);

    public long? FindOver(string key) => _held.TryGetValue(key, out var seen) && OverSince(seen) >= TimeSpan.Zero ? seen.Lock.Token : null;

    public IReadOnlyList<HeldLock> OverFor(TimeSpan time, int max) =>
        [.. _held.Where(pair => OverSince(pair.Value) >= time).Take(max).Select(static pair => pair.Value.Lock)];

    public void Observe(LockChanged change)
    {
        if (change.After is { } held) _held[change.Key] = new SeenLock(held, time.GetTimestamp());
        else _held.TryRemove(change.Key, out _);
    }

    /// <summary>Of what is stored it is not known since when it is held: it counts from now.</summary>
    public void Reset()
    {
        _held.Clear();
        var now = time.GetTimestamp();
        foreach (var held in LockRepository.ReadAll(state.Database.Writer)) _held[held.Key] = new SeenLock(held, now);
    }

    /// <summary>Negative while the lease runs.</summary>
    private TimeSpan OverSince(SeenLock seen) => time.GetElapsedTime(seen.Since) - TimeSpan.FromMilliseconds(seen.Lock.LeaseMs);

    private sealed record SeenLock(HeldLock Lock, long Since);
}
