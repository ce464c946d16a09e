using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Batata.Cluster.Tests.Faults.Checks;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>
/// Clients of every node that replace the content of a few configs by compare-and-set, or write over it. Each content is a new number. Reads of a config are
/// answered by the node that is asked with what it has, so they only tell what to expect next and are not part of the history; the last one, when all are level, is.
/// </summary>
internal sealed class Registers(ClusterNodes cluster, string prefix, Random random) : ILoad, IDisposable
{
    private const int Keys = 3;
    private const int ClientsOfANode = 2;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(60);

    private readonly List<HttpConfigClient> _clients = [.. cluster.Nodes.Select(static node => new HttpConfigClient(node, ConfigWriters.Patience))];
    private readonly Workers _workers = new();
    private readonly ConcurrentQueue<Operation<Register.Call>>[] _histories = [.. Enumerable.Range(0, Keys).Select(static _ => new ConcurrentQueue<Operation<Register.Call>>())];
    private readonly ConcurrentDictionary<int, long> _seen = new();
    private int _value;

    public int Taken => Count(static operation => operation is { Returned: not null, Call.Taken: true });

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
        var problems = new List<string>();
        for (var key = 0; key < Keys; key++)
        {
            var invoked = Stopwatch.GetTimestamp();
            var reads = await Task.WhenAll(_clients.Select(client => client.FindAsync(NameOf(key))));
            var values = reads.Select(static read => ValueOf(read?.Content)).Distinct().ToList();
            if (values.Count > 1)
            {
                problems.Add($"{NameOf(key)} differs between the nodes: {string.Join(", ", values)}");
                continue;
            }
            _histories[key].Enqueue(new(new(Register.Kind.Read, values[0]), invoked, Stopwatch.GetTimestamp()));
            Saw(values[0]);
            if (Linearizability.Check(new Register(), 0, SeenValues.Apply(_histories[key], _seen)) is { } problem) problems.Add($"{NameOf(key)} is not linearizable: {problem}");
        }
        return problems;
    }

    public void Dispose()
    {
        _clients.ForEach(static client => client.Dispose());
        _workers.Dispose();
    }

    private async Task TurnAsync(HttpConfigClient client, Random own)
    {
        var key = own.Next(Keys);
        var replace = own.Next(5) > 0;
        var expected = 0;
        if (replace)
        {
            try
            {
                expected = Saw(ValueOf((await client.FindAsync(NameOf(key)))?.Content));
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
        var value = Interlocked.Increment(ref _value);
        var call = replace && expected != 0 ? new Register.Call(Register.Kind.Replace, value, expected) : new Register.Call(Register.Kind.Write, value);
        var invoked = Stopwatch.GetTimestamp();
        try
        {
            if (call.Kind == Register.Kind.Replace) call = call with { Taken = await client.TryReplaceAsync(NameOf(key), Md5(TextOf(expected)), TextOf(value)) };
            else await client.PublishAsync(NameOf(key), TextOf(value));
            _histories[key].Enqueue(new(call, invoked, Stopwatch.GetTimestamp()));
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.ServiceUnavailable || e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            // Nothing was written, says that; or there was no connection to ask on. Not part of the history: had it been written, the check would find a value that nobody wrote.
        }
        catch (HttpRequestException)
        {
            _histories[key].Enqueue(new(call, invoked, null));
        }
    }

    private int Saw(int value)
    {
        _seen.TryAdd(value, Stopwatch.GetTimestamp());
        return value;
    }

    private int Count(Func<Operation<Register.Call>, bool> which) => _histories.Sum(history => history.Count(which));

    private string NameOf(int key) => string.Create(CultureInfo.InvariantCulture, $"{prefix}.register.{key}");

    private static string TextOf(int value) => string.Create(CultureInfo.InvariantCulture, $"value {value}");

    private static int ValueOf(string? content) => content is null ? 0 : int.Parse(content["value ".Length..], CultureInfo.InvariantCulture);

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
