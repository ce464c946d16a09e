using System.Net;

namespace Batata.Load.Drivers;

/// <summary>Fills a server with the configs that the reads ask for.</summary>
internal static class ConfigLoader
{
    private const int Writers = 64;

    /// <summary>Publishes <c>hot</c>.</summary>
    public static async Task PublishAsync(IPEndPoint server, string dataId, string content, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(server, cancellationToken);
        await PublishAsync(connection, dataId, content, cancellationToken);
    }

    /// <summary>Publishes <c>key-0</c> … <c>key-{count - 1}</c> and <c>hot</c>.</summary>
    public static async Task FillAsync(IPEndPoint server, int count, CancellationToken cancellationToken)
    {
        await PublishAsync(server, "hot", HttpRequests.Content("hot"), cancellationToken);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            using var connection = await HttpConnection.OpenAsync(server, cancellationToken);
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                var key = HttpRequests.KeyName(number);
                await PublishAsync(connection, key, HttpRequests.Content(key), cancellationToken);
            }
        }));
    }

    private static async Task PublishAsync(HttpConnection connection, string dataId, string content, CancellationToken cancellationToken)
    {
        var answer = await connection.SendAsync(HttpRequests.Publish(dataId, content), cancellationToken);
        if (answer.Status != 200) throw new LoadException($"Publishing {dataId} was answered {answer.Status}: {answer.Body}");
    }
}
