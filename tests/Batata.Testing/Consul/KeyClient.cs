using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Batata.Testing.Nodes;

namespace Batata.Testing.Consul;

/// <summary>The KV store of Consul over HTTP, with nothing retried and nothing cached: a test must know what was acknowledged.</summary>
public sealed class KeyClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _keys;

    /// <param name="patience">For one answer, 20 s unless said.</param>
    public KeyClient(NodeProcess node, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = patience ?? TimeSpan.FromSeconds(20) };
        _keys = node.Consul + "/v1/kv/";
    }

    /// <param name="how">More of the query: <c>cas=7</c>, <c>flags=1</c>, <c>acquire=…</c>.</param>
    /// <returns>What the server said: false when a condition did not hold.</returns>
    /// <exception cref="HttpRequestException">It refused, or the connection broke: then the outcome is unknown.</exception>
    public Task<bool> PutAsync(string key, string value, string how = "", CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Put, key, how, new StringContent(value), cancellationToken);

    /// <inheritdoc cref="PutAsync" />
    public Task<bool> DeleteAsync(string key, string how = "", CancellationToken cancellationToken = default) => WriteAsync(HttpMethod.Delete, key, how, null, cancellationToken);

    /// <param name="how">More of the query: <c>consistent</c>, <c>stale</c>.</param>
    /// <returns>The pair is null when there is none.</returns>
    /// <inheritdoc cref="PutAsync" path="/exception" />
    public async Task<(ReadPair? Pair, ulong Index)> FindAsync(string key, string how = "", CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Get, key, how, null, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        var index = answer.Headers.TryGetValues("X-Consul-Index", out var values) ? ulong.Parse(values.Single(), CultureInfo.InvariantCulture) : 0;
        if (answer.StatusCode == HttpStatusCode.NotFound) return (null, index);
        Demand(answer, body);
        using var json = JsonDocument.Parse(body);
        var pair = json.RootElement[0];
        return (new ReadPair(
            pair.GetProperty("Value").GetString() is { } value ? Encoding.UTF8.GetString(Convert.FromBase64String(value)) : "",
            pair.GetProperty("Flags").GetUInt64(), pair.GetProperty("CreateIndex").GetUInt64(), pair.GetProperty("ModifyIndex").GetUInt64(), pair.GetProperty("LockIndex").GetUInt64(),
            pair.TryGetProperty("Session", out var session) ? session.GetString()! : ""), index);
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> WriteAsync(HttpMethod method, string key, string how, HttpContent? content, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, key, how, content, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        Demand(answer, body);
        return body switch
        {
            "true" => true,
            "false" => false,
            _ => throw new HttpRequestException($"An answer that is none: {body}", null, answer.StatusCode),
        };
    }

    // A server that dies while a connection is being made shows as a bare SocketException.
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string key, string how, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, _keys + key + (how.Length > 0 ? "?" + how : "")) { Content = content };
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new HttpRequestException($"The connection broke: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"No answer in {_http.Timeout}.", e);
        }
    }

    private static void Demand(HttpResponseMessage answer, string body)
    {
        if (answer.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"{(int)answer.StatusCode} {body}", null, answer.StatusCode);
    }
}

/// <param name="Session">Empty when nobody holds it.</param>
public sealed record ReadPair(string Value, ulong Flags, ulong CreateIndex, ulong ModifyIndex, ulong LockIndex, string Session);
