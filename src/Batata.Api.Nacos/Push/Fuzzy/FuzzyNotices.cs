using System.Collections.Concurrent;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Connections;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>
/// Live notices to fuzzy watchers: the newest per connection and key, tried until it is acknowledged. For one thread, but for <see cref="Closed"/>.
/// </summary>
internal sealed class FuzzyNotices<TKey>(FuzzySubject<TKey> subject, PushCodec pushes) : IConnectionObserver
    where TKey : struct
{
    /// <summary>Above so many the settled ones of a connection are taken out before another is put in.</summary>
    private const int PruneFrom = 64;

    private readonly ConcurrentDictionary<ClientConnection, Dictionary<TKey, Notice>> _byConnection = new();

    public void Tell(ClientConnection connection, TKey key, bool exists)
    {
        var mine = _byConnection.GetOrAdd(connection, static _ => []);
        if (!connection.IsRegistered)
        {
            Closed(connection);
            return;
        }
        if (!mine.TryGetValue(key, out var notice))
        {
            if (mine.Count >= PruneFrom)
            {
                foreach (var (old, settled) in mine)
                {
                    if (settled.IsSettled) mine.Remove(old);
                }
            }
            mine.Add(key, notice = new Notice(connection, subject.Retries));
        }
        var requestId = pushes.NextId();
        notice.Offer(pushes.Write(subject.ChangeOf(key, exists), requestId), requestId);
    }

    /// <summary>A slot of a closed connection ends by itself at its next try.</summary>
    public void Closed(ClientConnection connection) => _byConnection.TryRemove(connection, out _);

    private sealed class Notice(ClientConnection connection, PushRetries retries) : PushSlot(connection, retries)
    {
        /// <summary>Java compares its list with the server's every three minutes: one that answers other pushes finds out by that.</summary>
        protected override void GaveUp(bool deaf)
        {
            if (deaf) Connection.Drop("fuzzy watch pushes are not acknowledged");
        }
    }
}
