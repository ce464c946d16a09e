using System.Net;
using System.Net.Sockets;
using System.Text;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// 2xx passes, 429 warns, all else is critical. The handlers are shared by all checks; how a check speaks TLS travels with its request.
/// Protocol source: Consul <c>CheckHTTP</c>.
/// </summary>
internal sealed class HttpCheckProbe : ICheckProbe, IDisposable
{
    private const string UserAgent = "Consul Health Check";
    private const string Accept = "text/plain, text/*, */*";

    /// <summary>Protocol source: Go <c>http.defaultCheckRedirect</c>.</summary>
    private const int MaxRequests = 10;

    private static readonly HttpRequestOptionsKey<CheckTls> TlsKey = new("tls");

    private readonly HttpMessageInvoker _following = new(Handler(follows: true));
    private readonly HttpMessageInvoker _plain = new(Handler(follows: false));

    public string Kind => "http";

    public async Task<CheckResult> RunAsync(CheckDefinition check, TimeSpan timeout, CancellationToken deadline)
    {
        var method = check.Method.Length > 0 ? check.Method : "GET";
        if (GoUrl.ParseProblem(check.Http) is { } broken) return CheckResult.Critical($"parse \"{check.Http}\": {broken}");
        if (GoUrl.RequestProblem(check.Http) is { } refused) return Failed(method, check.Http, refused);
        try
        {
            using var request = ToRequest(check, method);
            using var response = await (check.DisableRedirects ? _plain : _following).SendAsync(request, deadline);
            if (!check.DisableRedirects && IsRedirect(response)) return Failed(method, response.Headers.Location!.OriginalString, $"stopped after {MaxRequests} redirects");
            var body = await ReadAsync(response, check.OutputBytes, deadline);
            var code = (int)response.StatusCode;
            var status = code is >= 200 and <= 299 ? CheckStatus.Passing : code == (int)HttpStatusCode.TooManyRequests ? CheckStatus.Warning : CheckStatus.Critical;
            return new CheckResult(status, $"HTTP {method} {check.Http}: {code} {response.ReasonPhrase} Output: {body}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or UriFormatException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return Failed(method, check.Http, Describe(e, check.Http));
        }
    }

    /// <summary>Protocol source: Go <c>url.Error</c>, whose <c>Op</c> is the method as a word.</summary>
    private static CheckResult Failed(string method, string url, string why) => CheckResult.Critical($"{method[0]}{method[1..].ToLowerInvariant()} \"{url}\": {why}");

    /// <summary>One that was not followed: there were too many.</summary>
    private static bool IsRedirect(HttpResponseMessage response) =>
        response is { StatusCode: HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect, Headers.Location: { } to }
        && !(response.RequestMessage!.RequestUri!.Scheme == "https" && to is { IsAbsoluteUri: true, Scheme: "http" }); // .NET follows none from there

    public void Dispose()
    {
        _following.Dispose();
        _plain.Dispose();
    }

    private static HttpRequestMessage ToRequest(CheckDefinition check, string method)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(check.Http)) { Version = HttpVersion.Version11 };
        if (check.Body.Length > 0) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(check.Body));
        foreach (var (name, values) in check.Header)
        {
            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase)) request.Headers.Host = values.Count > 0 ? values[0] : null;
            else if (!request.Headers.TryAddWithoutValidation(name, values)) (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, values);
        }
        if (!request.Headers.Contains("Authorization") && request.RequestUri!.UserInfo is { Length: > 0 } user)
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user))));
        request.Headers.ConnectionClose = true;
        if (!request.Headers.Contains("User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (!request.Headers.Contains("Accept")) request.Headers.TryAddWithoutValidation("Accept", Accept);
        request.Options.Set(TlsKey, new CheckTls(check.TlsServerName, check.TlsSkipVerify));
        return request;
    }

    /// <summary>An answer that does not end is cut by the deadline; its status counts all the same.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, int size, CancellationToken deadline)
    {
        var tail = new OutputTail(size);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(8_192);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(deadline);
            while (await body.ReadAsync(buffer, deadline) is > 0 and var read) tail.Write(buffer.AsSpan(0, read));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // What came until here is the output.
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
        return tail.ToString();
    }

    private static string Describe(Exception failure, string url) => failure switch
    {
        OperationCanceledException => "context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
        HttpRequestException { InnerException: SocketException socket } => GoErrors.Dial("tcp", Uri.TryCreate(url, UriKind.Absolute, out var uri) ? $"{uri.IdnHost}:{uri.Port}" : url, socket),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "EOF",
        HttpRequestException { InnerException: IOException { InnerException: SocketException broken } } => $"read: {GoErrors.Text(broken)}",
        HttpRequestException { InnerException: { } inner } => inner.Message,
        _ => failure.Message,
    };

    private static SocketsHttpHandler Handler(bool follows) => new()
    {
        AllowAutoRedirect = follows,
        MaxAutomaticRedirections = MaxRequests - 1,
        AutomaticDecompression = DecompressionMethods.GZip, // as Go's transport does
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseHeadersLength = 64, // KiB
        ConnectCallback = static (context, cancellationToken) => ConnectAsync(context, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        var stream = await CheckSockets.ConnectAsync(context.DnsEndPoint, cancellationToken);
        if (request.RequestUri?.Scheme != Uri.UriSchemeHttps) return stream;
        return await CheckSockets.AuthenticateAsync(
            stream, context.DnsEndPoint.Host, request.Options.TryGetValue(TlsKey, out var tls) ? tls : new CheckTls("", false), null, cancellationToken);
    }
}
