using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Batata.Load.Drivers;

/// <summary>Many connections that each wait in a long poll for a change of <c>hot</c>.</summary>
internal sealed class LongPolls : IDisposable
{
    private const int OpenAtOnce = 200;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly List<HttpConnection> _connections = [];
    private Task[] _answers = [];
    private long _lastAnswer;

    private LongPolls()
    {
    }

    /// <param name="content">What <c>hot</c> holds now.</param>
    public static async Task<LongPolls> OpenAsync(IPEndPoint server, int count, string content, CancellationToken cancellationToken)
    {
        var polls = new LongPolls();
        try
        {
            var request = HttpRequests.Listen("hot", Md5(content));
            while (polls._connections.Count < count)
            {
                var batch = Math.Min(OpenAtOnce, count - polls._connections.Count);
                polls._connections.AddRange(await Task.WhenAll(Enumerable.Range(0, batch).Select(_ => OpenOneAsync(server, request, cancellationToken))));
            }
            polls._answers = [.. polls._connections.Select(c => polls.AwaitAnswerAsync(c, cancellationToken))];
            // Held requests give no sign. A second without an answer, on loopback, says that they were read and are held.
            await Task.Delay(Settle, cancellationToken);
            if (polls._answers.Count(a => a.IsCompleted) is > 0 and var early) throw new LoadException($"{early} long polls were answered though nothing had changed.");
            return polls;
        }
        catch
        {
            polls.Dispose();
            throw;
        }
    }

    /// <summary>Publishes another content once.</summary>
    /// <returns>Milliseconds from sending the publish until the last long poll was answered.</returns>
    public async Task<double> ReleaseAsync(IPEndPoint server, string content, CancellationToken cancellationToken)
    {
        using var publisher = await HttpConnection.OpenAsync(server, cancellationToken);
        var since = Stopwatch.GetTimestamp();
        await publisher.SendAsync(HttpRequests.Publish("hot", content), cancellationToken);
        await Task.WhenAll(_answers).WaitAsync(Limit, cancellationToken);
        return Stopwatch.GetElapsedTime(since, Volatile.Read(ref _lastAnswer)).TotalMilliseconds;
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
        // Those still waiting now fail: look at each, so that none goes unobserved.
        foreach (var answer in _answers) _ = answer.ContinueWith(static a => _ = a.Exception, TaskScheduler.Default);
    }

    private static async Task<HttpConnection> OpenOneAsync(IPEndPoint server, byte[] request, CancellationToken cancellationToken)
    {
        var connection = await HttpConnection.OpenAsync(server, cancellationToken);
        await connection.WriteAsync(request, cancellationToken);
        return connection;
    }

    private async Task AwaitAnswerAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        var answer = await connection.ReadAsync(cancellationToken);
        if (answer.Status != 200 || !answer.Body.Contains("hot%02g", StringComparison.Ordinal))
            throw new LoadException($"A long poll was answered {answer.Status}: {answer.Body}");
        var now = Stopwatch.GetTimestamp();
        for (var last = Volatile.Read(ref _lastAnswer); last < now; last = Volatile.Read(ref _lastAnswer))
        {
            if (Interlocked.CompareExchange(ref _lastAnswer, now, last) == last) return;
        }
    }

    private static string Md5(string content) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(content)));
}
