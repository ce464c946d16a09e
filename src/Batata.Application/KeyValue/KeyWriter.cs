using Batata.Application.Go;
using Batata.Application.KeyHistory;
using Batata.Application.Sessions;
using Batata.Application.Watches;
using Batata.Domain.KeyHistory;
using Batata.Domain.KeyValue;
using Batata.Domain.Sessions;
using Batata.Domain.Shared;

namespace Batata.Application.KeyValue;

/// <summary>Applies one write to the KV store, for an entry of its own and inside a transaction. For the applying thread.</summary>
internal sealed class KeyWriter(IKeyRepository keys, ILiveSessions sessions, KeyHistorian history)
{
    /// <param name="changes">Takes what changed.</param>
    /// <returns>False when a condition did not hold.</returns>
    public Outcome<bool> Write(WriteKeyEntry entry, ulong index, StateChanges changes)
    {
        switch (entry.Verb)
        {
            case KeyVerb.Set:
                Save(KeyEntry.Written(keys.Find(entry.Key), entry.Key, entry.Value, entry.Flags, index), entry, index, changes);
                return true;
            case KeyVerb.Cas:
                var before = keys.Find(entry.Key);
                if (!KeyEntry.Matches(before, entry.Index)) return false;
                Save(KeyEntry.Written(before, entry.Key, entry.Value, entry.Flags, index), entry, index, changes);
                return true;
            case KeyVerb.Lock:
                return Lock(entry, index, changes);
            case KeyVerb.Unlock:
                if (entry.Session.Length == 0) return KeyFailures.MissingSession;
                if (KeyEntry.Released(keys.Find(entry.Key), entry.Value, entry.Flags, entry.Session, index) is not { } released) return false;
                Save(released, entry, index, changes);
                return true;
            case KeyVerb.DeleteTree:
                foreach (var removed in keys.RemoveUnder(entry.Key, index)) Removed(removed, entry, index, changes);
                return true;
            default:
                return Delete(entry, index, changes);
        }
    }

    /// <summary>Nobody may acquire the key yet. As in Consul, a delay does not count for the transaction that caused it.</summary>
    /// <param name="overDelay">Mark of the delay that was over for the proposer.</param>
    public bool IsDelayed(string key, ulong overDelay, ulong index) => keys.FindDelay(key) is { } delay && delay.Mark != index && !delay.IsOver(overDelay);

    /// <summary>The session is over: its keys are freed or deleted. The delay belongs to the key and outlives it. Protocol source: Consul <c>deleteSessionTxn</c>.</summary>
    public void EndHolds(Session session, ulong index, StateChanges changes)
    {
        foreach (var held in keys.FindHeldBy(session.Id))
        {
            if (session.Behavior == SessionBehavior.Delete)
            {
                keys.Remove(held.Key, index);
                history.Ended(held, null, index);
                changes.Add(WatchTopic.Key(held.Key));
            }
            else
            {
                var freed = held.Freed(index);
                keys.Save(freed);
                history.Ended(held, freed, index);
                changes.Add(WatchTopic.Key(held.Key));
            }
            if (session.LockDelayMs == 0) continue;
            var delay = new LockDelay(held.Key, index, session.LockDelayMs);
            keys.DelayLock(delay);
            changes.Add(new LockDelayed(held.Key, delay));
        }
    }

    private Outcome<bool> Lock(WriteKeyEntry entry, ulong index, StateChanges changes)
    {
        if (IsDelayed(entry.Key, entry.OverDelay, index)) return false;
        if (entry.Session.Length == 0) return KeyFailures.MissingSession;
        if (!sessions.Exists(entry.Session)) return KeyFailures.InvalidSession(GoQuote.Of(entry.Session));
        if (KeyEntry.Acquired(keys.Find(entry.Key), entry.Key, entry.Value, entry.Flags, entry.Session, index) is not { } acquired) return false;
        if (keys.FindDelay(entry.Key) is { } delay && delay.Mark != index)
        {
            keys.ForgetDelay(entry.Key);
            changes.Add(new LockDelayed(entry.Key, null));
        }
        Save(acquired, entry, index, changes);
        return true;
    }

    private Outcome<bool> Delete(WriteKeyEntry entry, ulong index, StateChanges changes)
    {
        var before = keys.Find(entry.Key);
        if (before is null) return true; // absent is what was asked for, also with an index
        if (entry.Verb == KeyVerb.DeleteCas && before.ModifyIndex != entry.Index) return false;
        keys.Remove(entry.Key, index);
        Removed(entry.Key, entry, index, changes);
        return true;
    }

    private void Save(KeyEntry saved, WriteKeyEntry entry, ulong index, StateChanges changes)
    {
        if (saved.ModifyIndex != index) return; // nothing changed
        keys.Save(saved);
        history.Saved(saved, (KeyChange)entry.Verb, entry.Origin);
        changes.Add(WatchTopic.Key(saved.Key));
    }

    private void Removed(string key, WriteKeyEntry entry, ulong index, StateChanges changes)
    {
        history.Removed(key, index, (KeyChange)entry.Verb, entry.Origin);
        changes.Add(WatchTopic.Key(key));
    }
}
