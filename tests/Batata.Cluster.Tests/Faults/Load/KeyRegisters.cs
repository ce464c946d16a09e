using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Batata.Cluster.Tests.Faults.Checks;
using Batata.Testing.Consul;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>
/// Clients of every node that read keys of Consul and replace them by their ModifyIndex, or write over them. Each value is a new number. A read without a mode never
/// serves the past, on any node: all reads are part of the history.
/// </summary>
internal sealed class KeyRegisters(ClusterNodes cluster, string prefix, Random random) : ILoad, IDisposable
{
    private const int Keys = 3;
    private const int ClientsOfANode = 2;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(80);

    private readonly List<KeyClient> _clients = [.. cluster.Nodes.Select(static node => new KeyClient(node, ConfigWriters.Patience))];
    private readonly Workers _workers = new();
    private readonly ConcurrentQueue<Operation<Register.Call>>[] _histories = [.. Enumerable.Range(0, Keys).Select(static _ => new ConcurrentQueue<Operation<Register.Call>>())];
    private readonly ConcurrentDictionary<int, long> _seen = new();
    private readonly ConcurrentDictionary<ulong, int> _values = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private int _value;

    public int Taken => Count(static operation => operation is { Returned: not null, Call: { Taken: true, Kind: not Register.Kind.Read } });

    public int Refused => Count(static operation => operation is { Returned: not null, Call.Taken: false });

    public int Unknown => Count(static operation => operation.Returned is null);

    public Task StartAsync()
    {
        for (var i = 0; i < _clients.Count * ClientsOfANode; i++)
        {
            var (client, own) = (_clients[i % _clients.Count], new Random(random.Next()));
            _workers.Start(_ => TurnAsync(client, own), random, Pace);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync() => _workers.StopAsync();

    /// <summary>For a cluster that is level, after the end of the load.</summary>
    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> JudgeAsync()
    {
        var problems = _problems.ToList();
        for (var key = 0; key < Keys; key++)
        {
            var pairs = new List<ReadPair?>();
            foreach (var client in _clients) pairs.Add(await ReadAsync(client, key, "stale", isPart: false));
            if (pairs.Distinct().Count() > 1) problems.Add($"{NameOf(key)} differs between the nodes: {string.Join(", ", pairs)}");
            await ReadAsync(_clients[0], key, "", isPart: true);
            if (Linearizability.Check(new KeyRegister(), 0, SeenValues.Apply(_histories[key], _seen)) is { } problem) problems.Add($"{NameOf(key)} is not linearizable: {problem}");
        }
        return problems;
    }

    public void Dispose()
    {
        _clients.ForEach(static client => client.Dispose());
        _workers.Dispose();
    }

    private async Task TurnAsync(KeyClient client, Random own)
    {
        var key = own.Next(Keys);
        ReadPair? read;
        try
        {
            read = await ReadAsync(client, key, own.Next(3) == 0 ? "consistent" : "", isPart: true);
        }
        catch (HttpRequestException)
        {
            return;
        }
        var value = Interlocked.Increment(ref _value);
        var call = own.Next(5) > 0 ? new Register.Call(Register.Kind.Replace, value, ValueOf(read)) : new Register.Call(Register.Kind.Write, value);
        var invoked = Stopwatch.GetTimestamp();
        try
        {
            var how = call.Kind == Register.Kind.Replace ? string.Create(CultureInfo.InvariantCulture, $"cas={read?.ModifyIndex ?? 0}") : "";
            call = call with { Taken = await client.PutAsync(NameOf(key), TextOf(value), how) };
            _histories[key].Enqueue(new(call, invoked, Stopwatch.GetTimestamp()));
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            // There was no connection to ask on. Not part of the history: had it been written, the check would find a value that nobody wrote.
        }
        catch (HttpRequestException)
        {
            // Consul has no answer that says for sure that nothing was written.
            _histories[key].Enqueue(new(call, invoked, null));
        }
    }

    private async Task<ReadPair?> ReadAsync(KeyClient client, int key, string how, bool isPart)
    {
        var invoked = Stopwatch.GetTimestamp();
        var (read, _) = await client.FindAsync(NameOf(key), how);
        var value = ValueOf(read);
        if (isPart) _histories[key].Enqueue(new(new(Register.Kind.Read, value), invoked, Stopwatch.GetTimestamp()));
        _seen.TryAdd(value, Stopwatch.GetTimestamp());
        if (read is not null && _values.GetOrAdd(read.ModifyIndex, value) is var other && other != value) _problems.Enqueue($"index {read.ModifyIndex} is that of the values {other} and {value}");
        return read;
    }

    private int Count(Func<Operation<Register.Call>, bool> which) => _histories.Sum(history => history.Count(which));

    private string NameOf(int key) => string.Create(CultureInfo.InvariantCulture, $"{prefix}/register/{key}");

    private static string TextOf(int value) => string.Create(CultureInfo.InvariantCulture, $"value {value}");

    private static int ValueOf(ReadPair? read) => read is null ? 0 : int.Parse(read.Value["value ".Length..], CultureInfo.InvariantCulture);
}
