using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Batata.Cluster.Tests.Faults.Checks;
using Batata.Testing.Consul;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>
/// Sessions of Consul that want the same few keys, each asked on a node of its own choice. No check and no TTL ends them, so that a key is just held or not. Whoever has one reads
/// its LockIndex: the fencing number, which no two holders may share and which never goes back.
/// </summary>
internal sealed class SessionLocks(ClusterNodes cluster, string prefix, Random random) : ILoad, IDisposable
{
    private const int Keys = 2;
    private const int Contenders = 5;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(120);

    private readonly List<KeyClient> _clients = [.. cluster.Nodes.Select(static node => new KeyClient(node, ConfigWriters.Patience))];
    private readonly Workers _workers = new();
    private readonly ConcurrentQueue<Operation<SessionLock.Call>>[] _histories = [.. Enumerable.Range(0, Keys).Select(static _ => new ConcurrentQueue<Operation<SessionLock.Call>>())];
    private readonly ConcurrentQueue<Fence>[] _fences = [.. Enumerable.Range(0, Keys).Select(static _ => new ConcurrentQueue<Fence>())];

    public int Held => _fences.Sum(static fences => fences.Count);

    public async Task StartAsync()
    {
        for (var i = 0; i < Contenders; i++)
        {
            var session = await CreateAsync(cluster[i % _clients.Count]);
            var own = new Random(random.Next());
            _workers.Start(_ => TurnAsync(_clients[own.Next(_clients.Count)], session, own.Next(Keys)), random, Pace);
        }
    }

    public Task StopAsync() => _workers.StopAsync();

    public IEnumerable<string> Judge()
    {
        for (var key = 0; key < Keys; key++)
        {
            if (Linearizability.Check(new SessionLock(), "", [.. _histories[key]]) is { } problem) yield return $"lock {NameOf(key)} is none: {problem}";
            var fences = _fences[key].OrderBy(static fence => fence.Acquired).ToList();
            foreach (var (before, after) in fences.Zip(fences.Skip(1)))
            {
                if (after.LockIndex < before.LockIndex) yield return $"lock {NameOf(key)}: {after} after {before}";
                if (after.LockIndex == before.LockIndex && after.Session != before.Session) yield return $"lock {NameOf(key)}: two sessions have one number, {before} and {after}";
            }
        }
    }

    public void Dispose()
    {
        _clients.ForEach(static client => client.Dispose());
        _workers.Dispose();
    }

    private static async Task<string> CreateAsync(NodeProcess node)
    {
        using var http = new HttpClient();
        using var body = new StringContent("""{"Name":"a contender","LockDelay":"0s","NodeChecks":[]}""");
        using var answer = await http.PutAsync(new Uri(node.Consul + "/v1/session/create"), body);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"A session was refused on {node.Address}: {(int)answer.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("ID").GetString()!;
    }

    /// <summary>Takes one, looks at its number, and gives it back, also when nobody knows whether it was taken.</summary>
    private async Task TurnAsync(KeyClient client, string session, int key)
    {
        var taken = await AskAsync(client, key, session, acquire: true);
        if (taken is false) return;
        if (taken is true) await LookAsync(client, key, session);
        await AskAsync(client, key, session, acquire: false);
    }

    private async Task LookAsync(KeyClient client, int key, string session)
    {
        var acquired = Stopwatch.GetTimestamp();
        try
        {
            var (pair, _) = await client.FindAsync(NameOf(key), "consistent");
            // Another one has it when a release without an answer was late; whether that can be is for the history to say.
            if (pair?.Session == session) _fences[key].Enqueue(new Fence(acquired, session, pair.LockIndex));
        }
        catch (HttpRequestException)
        {
            // the number stays unknown
        }
    }

    /// <returns>Null when nobody knows.</returns>
    private async Task<bool?> AskAsync(KeyClient client, int key, string session, bool acquire)
    {
        var invoked = Stopwatch.GetTimestamp();
        try
        {
            var taken = await client.PutAsync(NameOf(key), session, (acquire ? "acquire=" : "release=") + session);
            _histories[key].Enqueue(new(new(acquire, taken, session), invoked, Stopwatch.GetTimestamp()));
            return taken;
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return false; // there was no connection to ask on
        }
        catch (HttpRequestException)
        {
            _histories[key].Enqueue(new(new(acquire, true, session), invoked, null));
            return null;
        }
    }

    private string NameOf(int key) => string.Create(CultureInfo.InvariantCulture, $"{prefix}/session-lock/{key}");

    /// <param name="Acquired">When the answer to the acquisition was there.</param>
    private sealed record Fence(long Acquired, string Session, ulong LockIndex);
}
