using Batata.Domain.KeyHistory;
using Batata.Domain.KeyValue;

namespace Batata.Application.KeyHistory;

/// <summary>Writes down what became of keys, in the transaction in which it does. For the applying thread.</summary>
internal sealed class KeyHistorian(IKeyHistoryRepository history)
{
    /// <summary>Of a change that nobody asked for by itself: then no origin says it.</summary>
    private const int MaxValueBytes = 65_536;

    public void Saved(KeyEntry entry, KeyChange change, KeyOrigin? origin)
    {
        if (origin is not null) Add(entry.Key, entry.ModifyIndex, change, entry.Flags, entry.Session, entry.Value, origin);
    }

    public void Removed(string key, ulong index, KeyChange change, KeyOrigin? origin)
    {
        if (origin is not null) Add(key, index, change, 0, "", null, origin);
    }

    /// <summary>The session that held it ended. That is kept where there is a history already, whatever ended the session.</summary>
    /// <param name="after">Null: the key is gone.</param>
    public void Ended(KeyEntry before, KeyEntry? after, ulong index)
    {
        if (!history.Knows(before.Key)) return;
        history.Add(
            new KeyVersion(
                before.Key, index, null, after is null ? KeyChange.SessionDelete : KeyChange.SessionRelease, "", "", after?.Flags ?? 0, before.Session, after?.Value.Length ?? 0,
                after?.Value.Length <= MaxValueBytes ? after.Value : null, 0),
            int.MaxValue); // the next write forgets what is too much
    }

    private void Add(string key, ulong index, KeyChange change, ulong flags, string session, byte[]? value, KeyOrigin origin) => history.Add(
        new KeyVersion(
            key, index, origin.At, change, origin.By, origin.Address, flags, session, value?.Length ?? 0, value?.Length <= origin.MaxValueBytes ? value : null, origin.RestoredFrom),
        origin.Keep);
}
