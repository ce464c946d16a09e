using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Batata.Load.Servers;

namespace Batata.Load.Drivers;

/// <summary>Many connections that each wait in a blocking query of Consul for a change below one prefix.</summary>
internal sealed partial class BlockedQueries : IDisposable
{
    private const int OpenAtOnce = 200;
    private const string Prefix = "/v1/kv/fleet/";
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<HttpConnection> _connections = [];
    private Task[] _answers = [];
    private long _lastAnswer;

    private BlockedQueries()
    {
    }

    public static async Task<BlockedQueries> OpenAsync(Server server, int count, CancellationToken cancellationToken)
    {
        await PutAsync(server, "first", "1", cancellationToken);
        var modified = Modified().Matches(await PlainHttp.TellAsync(server, PlainHttp.Get(Prefix + "?recurse"), cancellationToken));
        var index = modified.Max(static match => ulong.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        var request = PlainHttp.Get(string.Create(CultureInfo.InvariantCulture, $"{Prefix}?recurse&index={index}&wait=300s"));
        var queries = new BlockedQueries();
        try
        {
            while (queries._connections.Count < count)
            {
                var batch = Math.Min(OpenAtOnce, count - queries._connections.Count);
                queries._connections.AddRange(await Task.WhenAll(Enumerable.Range(0, batch).Select(async _ =>
                {
                    var connection = await HttpConnection.OpenAsync(server.Http, cancellationToken);
                    await connection.WriteAsync(request, cancellationToken);
                    return connection;
                })));
            }
            queries._answers = [.. queries._connections.Select(connection => queries.AwaitAnswerAsync(connection, cancellationToken))];
            // Held requests give no sign. A second without an answer, on loopback, says that they were read and are held.
            await Task.Delay(Settle, cancellationToken);
            if (queries._answers.Count(static answer => answer.IsCompleted) is > 0 and var early) throw new LoadException($"{early} blocking queries were answered though nothing had changed.");
            return queries;
        }
        catch
        {
            queries.Dispose();
            throw;
        }
    }

    /// <returns>Milliseconds from sending one write until the last query was answered.</returns>
    public async Task<double> ReleaseAsync(Server server, string value, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        await PutAsync(server, "second", value, cancellationToken);
        await Task.WhenAll(_answers).WaitAsync(Limit, cancellationToken);
        return Stopwatch.GetElapsedTime(since, Volatile.Read(ref _lastAnswer)).TotalMilliseconds;
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
        // Those still waiting now fail: look at each, so that none goes unobserved.
        foreach (var answer in _answers) _ = answer.ContinueWith(static a => _ = a.Exception, TaskScheduler.Default);
    }

    private static Task<string> PutAsync(Server server, string key, string value, CancellationToken cancellationToken) =>
        PlainHttp.TellAsync(server, PlainHttp.Send("PUT", Prefix + key, value), cancellationToken);

    private async Task AwaitAnswerAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        var answer = await connection.ReadAsync(cancellationToken);
        if (answer.Status != 200 || !answer.Body.Contains("fleet/second", StringComparison.Ordinal)) throw new LoadException($"A blocking query was answered {answer.Status}: {answer.Body}");
        var now = Stopwatch.GetTimestamp();
        for (var last = Volatile.Read(ref _lastAnswer); last < now; last = Volatile.Read(ref _lastAnswer))
        {
            if (Interlocked.CompareExchange(ref _lastAnswer, now, last) == last) return;
        }
    }

    [GeneratedRegex("\"ModifyIndex\":([0-9]+)")]
    private static partial Regex Modified();
}
