using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Application.Configs;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>
/// Brings a watcher's list up to date: what it lacks and what it has too much, in batches, each acknowledged; then, when it starts from
/// nothing, that this was all. Protocol source: Nacos 3.1 <c>ConfigFuzzyWatchSyncNotifier</c>.
/// </summary>
internal sealed class ConfigFuzzySync(ConfigFuzzyWatches watches, ClientQuestions questions, TimeProvider time, IOptions<ConfigOptions> options)
{
    private const string Initial = "FUZZY_WATCH_INIT_NOTIFY";
    private const string Difference = "FUZZY_WATCH_DIFF_SYNC_NOTIFY";
    private const string Finished = "FINISH_FUZZY_WATCH_INIT_NOTIFY";

    /// <summary>Queues the batches before it returns; the rest goes on by itself and never faults.</summary>
    /// <param name="full">Not everything that matches is tracked: what the client has too much may be right.</param>
    public void Begin(ClientConnection connection, WatchedConfigs pattern, bool full, IEnumerable<string?> received, bool initializing)
    {
        var surplus = new HashSet<string>(received.OfType<string>());
        var contexts = new List<(string GroupKey, bool Exists)>();
        foreach (var key in pattern.Keys)
        {
            var groupKey = key.ToGroupKey();
            if (!surplus.Remove(groupKey)) contexts.Add((groupKey, true));
        }
        if (!full) contexts.AddRange(surplus.Select(groupKey => (groupKey, false)));

        var batches = contexts.Chunk(options.Value.FuzzyWatchBatchSize).ToList();
        var told = batches.Select((batch, index) => TellAsync(connection, new ConfigFuzzyWatchSyncRequest(
            pattern.Text, initializing ? Initial : Difference, batch, batches.Count, index + 1))).ToList();
        if (initializing) _ = FinishAsync(connection, pattern.Text, told);
    }

    private async Task FinishAsync(ClientConnection connection, string pattern, List<Task> told)
    {
        await Task.WhenAll(told);
        await TellAsync(connection, new ConfigFuzzyWatchSyncRequest(pattern, Finished, [], 0, 0));
    }

    private async Task TellAsync(ClientConnection connection, ConfigFuzzyWatchSyncRequest push)
    {
        var timeout = TimeSpan.FromMilliseconds(options.Value.PushTimeoutMs);
        for (var tries = 1; connection.IsRegistered; tries++)
        {
            if ((await questions.AskAsync(connection, push, timeout)).Accepted || !watches.IsWatching(connection, push.Pattern)) return;
            if (tries >= options.Value.PushMaxTries)
            {
                connection.Drop("fuzzy watch pushes are not acknowledged");
                return;
            }
            await Task.Delay(PushRetries.PauseUnit * tries, time);
        }
    }
}
