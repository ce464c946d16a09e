using System.Net;
using System.Net.Sockets;
using System.Text;
using Batata.Testing.Nodes;

namespace Batata.Testing.Nacos;

/// <summary>Configs over <c>/v1/cs/configs</c>, with nothing retried and nothing cached: a test must know what was acknowledged.</summary>
public sealed class HttpConfigClient : IDisposable
{
    public const string Group = "g";
    private readonly HttpClient _http;
    private readonly Uri _configs;

    /// <param name="patience">For one answer, 20 s unless said.</param>
    public HttpConfigClient(NodeProcess node, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        _http = new HttpClient { Timeout = patience ?? TimeSpan.FromSeconds(20) };
        _configs = new Uri(node.Nacos + "/v1/cs/configs");
    }

    /// <returns>When the server acknowledged.</returns>
    /// <exception cref="HttpRequestException">It refused, or the connection broke: then the outcome is unknown.</exception>
    public async Task PublishAsync(string dataId, string content, CancellationToken cancellationToken = default)
    {
        using var form = new FormUrlEncodedContent([new("dataId", dataId), new("group", Group), new("content", content)]);
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, _configs) { Content = form }, cancellationToken);
        await DemandTrueAsync(answer, cancellationToken);
    }

    /// <param name="expectedMd5">Of the content that is to be replaced.</param>
    /// <returns>False when the stored content is another one.</returns>
    /// <inheritdoc cref="PublishAsync" path="/exception" />
    public async Task<bool> TryReplaceAsync(string dataId, string expectedMd5, string content, CancellationToken cancellationToken = default)
    {
        using var form = new FormUrlEncodedContent([new("dataId", dataId), new("group", Group), new("content", content)]);
        var request = new HttpRequestMessage(HttpMethod.Post, _configs) { Content = form };
        request.Headers.Add("casMd5", expectedMd5);
        using var answer = await SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (body == "false") return false;
        if (answer.StatusCode != HttpStatusCode.OK || body != "true")
            throw new HttpRequestException($"{(int)answer.StatusCode} {body}", null, answer.StatusCode);
        return true;
    }

    /// <inheritdoc cref="PublishAsync" path="/exception" />
    public async Task RemoveAsync(string dataId, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Delete, Address(dataId)), cancellationToken);
        await DemandTrueAsync(answer, cancellationToken);
    }

    /// <returns>Null when there is none.</returns>
    public async Task<ReadConfig?> FindAsync(string dataId, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, Address(dataId)), cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        answer.EnsureSuccessStatusCode();
        var content = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        var md5 = answer.Content.Headers.TryGetValues("Content-MD5", out var values) || answer.Headers.TryGetValues("Content-MD5", out values)
            ? values.Single()
            : null;
        return new ReadConfig(content, md5);
    }

    public void Dispose() => _http.Dispose();

    // A server that dies while a connection is being made shows as a bare SocketException.
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
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
    }

    private static async Task DemandTrueAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK || body != "true")
            throw new HttpRequestException($"{(int)answer.StatusCode} {body}", null, answer.StatusCode);
    }

    private Uri Address(string dataId) => new($"{_configs}?dataId={Uri.EscapeDataString(dataId)}&group={Group}");
}

/// <param name="Md5">The header <c>Content-MD5</c>, as the server said it.</param>
public sealed record ReadConfig(string Content, string? Md5);
