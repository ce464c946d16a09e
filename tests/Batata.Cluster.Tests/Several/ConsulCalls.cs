using System.Globalization;
using System.Text.Json;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Calls of Consul's API to one node or another; nothing is retried.</summary>
internal static class ConsulCalls
{
    private static readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

    public static async Task<ConsulAnswer> SendAsync(this NodeProcess node, HttpMethod method, string path, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{node.Consul}/v1/{path}") { Content = body is null ? null : new ByteArrayContent(body) };
        using var answer = await _http.SendAsync(request);
        return new ConsulAnswer(
            (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(),
            answer.Headers.ToDictionary(static one => one.Key, static one => string.Join(',', one.Value), StringComparer.OrdinalIgnoreCase));
    }

    public static Task<ConsulAnswer> ReadAsync(this NodeProcess node, string path) => node.SendAsync(HttpMethod.Get, path);

    /// <summary>A write that must be done.</summary>
    public static async Task<string> PutAsync(this NodeProcess node, string path, string body = "")
    {
        var answer = await node.SendAsync(HttpMethod.Put, path, System.Text.Encoding.UTF8.GetBytes(body));
        Assert.True(answer.Status == 200, $"{path}: {answer.Status} {answer.Body}");
        return answer.Body;
    }

    public static async Task<string> MakeSessionAsync(this NodeProcess node, string body) =>
        JsonDocument.Parse(await node.PutAsync("session/create", body)).RootElement.GetProperty("ID").GetString()!;

    /// <returns>Null when it cannot be asked or does not answer with 200: the cluster looks for a leader.</returns>
    public static async Task<ConsulAnswer?> TryAsync(this NodeProcess node, HttpMethod method, string path)
    {
        try
        {
            return await node.SendAsync(method, path) is { Status: 200 } answer ? answer : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}

internal sealed record ConsulAnswer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public ulong Index => ulong.Parse(Headers["X-Consul-Index"], CultureInfo.InvariantCulture);

    public bool KnownLeader => Headers["X-Consul-KnownLeader"] == "true";

    public long LastContactMs => long.Parse(Headers["X-Consul-LastContact"], CultureInfo.InvariantCulture);
}
