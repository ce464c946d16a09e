using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Messages;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>
/// Brings a watcher's list up to date: what it lacks and what it has too much, in batches, each acknowledged; then, when it starts from
/// nothing, that this was all. Protocol source: Nacos 3.1 <c>ConfigFuzzyWatchSyncNotifier</c>, <c>NamingFuzzyWatchSyncNotifier</c>.
/// </summary>
internal sealed class FuzzySync<TKey>(FuzzySubject<TKey> subject, FuzzyWatches<TKey> watches, ClientQuestions questions)
    where TKey : struct
{
    private const string Initial = "FUZZY_WATCH_INIT_NOTIFY";
    private const string Difference = "FUZZY_WATCH_DIFF_SYNC_NOTIFY";
    private const string Finished = "FINISH_FUZZY_WATCH_INIT_NOTIFY";

    /// <summary>
    /// Queues the batches before it returns; the rest goes on by itself, never faults, and ends when the client asks once more: what it did not
    /// acknowledge until then is in the newer sync.
    /// </summary>
    /// <param name="full">Not everything that matches is tracked: what the client has too much may be right.</param>
    public void Begin(ClientConnection connection, Watched<TKey> watched, bool full, long watch, IEnumerable<string?> received, bool initializing)
    {
        var surplus = new HashSet<string>(received.OfType<string>());
        var contexts = new List<(string Key, bool Exists)>();
        foreach (var key in watched.Keys)
        {
            var text = subject.TextOf(key);
            if (!surplus.Remove(text)) contexts.Add((text, true));
        }
        if (!full) contexts.AddRange(surplus.Select(text => (text, false)));

        var pattern = watched.Pattern;
        var batches = contexts.Chunk(subject.BatchSize).ToList();
        var asked = new Asked(connection, pattern, watch);
        var told = batches.Select((batch, index) => TellAsync(
            asked, subject.SyncOf(pattern, initializing ? Initial : Difference, new SyncBatch(batch, index + 1, batches.Count)))).ToList();
        if (initializing) _ = FinishAsync(asked, told);
    }

    private async Task FinishAsync(Asked asked, List<Task> told)
    {
        await Task.WhenAll(told);
        if (IsCurrent(asked)) await TellAsync(asked, subject.FinishOf(asked.Pattern, Finished));
    }

    private async Task TellAsync(Asked asked, ServerPush push)
    {
        var retries = subject.Retries;
        for (var tries = 1; ; tries++)
        {
            if ((await questions.AskAsync(asked.Connection, push, retries.AckTimeout)).Accepted || !IsCurrent(asked)) return;
            if (tries >= retries.MaxTries)
            {
                asked.Connection.Drop("fuzzy watch pushes are not acknowledged");
                return;
            }
            await Task.Delay(retries.PauseAfter(tries), retries.Time);
            if (!IsCurrent(asked)) return;
        }
    }

    /// <summary>A connection that is closed watches nothing.</summary>
    private bool IsCurrent(Asked asked) => watches.IsCurrent(asked.Connection, asked.Pattern.Text, asked.Watch);

    private sealed record Asked(ClientConnection Connection, WatchPattern Pattern, long Watch);
}
