using System.Globalization;
using System.Net;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>What a target is asked over HTTP, worked out once.</summary>
internal sealed class HttpQuestion
{
    /// <summary>As the checks of Nacos call themselves (<c>HttpClientManager</c>): targets know it from their logs.</summary>
    private const string UserAgent = "VIPServer";

    private readonly Uri _uri;
    private readonly List<(string Name, string Value)> _headers = [];

    private HttpQuestion(Uri uri, HttpChecker checker)
    {
        _uri = uri;
        ExpectedStatus = checker.ExpectedResponseCode is >= 100 and <= 599 ? checker.ExpectedResponseCode : (int)HttpStatusCode.OK;
        foreach (var header in checker.Headers.Split('|'))
        {
            // HttpClient would send a line break as it is, and whoever sets a header could then write the rest of the request, too.
            var colon = header.Any(char.IsControl) ? -1 : header.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) _headers.Add((header[..colon].Trim(), header[(colon + 1)..].Trim()));
        }
        if (!_headers.Exists(static h => h.Name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase))) _headers.Add(("User-Agent", UserAgent));
    }

    /// <summary>Nacos takes 200 whatever is set; here it is what counts, and 200 when nothing sensible is set.</summary>
    public int ExpectedStatus { get; }

    /// <returns>Null when that is no URL. The host is one: see <see cref="TargetAddresses"/>.</returns>
    public static HttpQuestion? Of(CheckTarget target, HttpChecker checker)
    {
        var host = target.Ip.Contains(':', StringComparison.Ordinal) && !target.Ip.StartsWith('[') ? $"[{target.Ip}]" : target.Ip;
        // Never relative to anything: a path must not lead to another host.
        var path = checker.Path.StartsWith('/') ? checker.Path : $"/{checker.Path}";
        return Uri.TryCreate(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{target.CheckPort}{path}"), UriKind.Absolute, out var uri)
            ? new HttpQuestion(uri, checker)
            : null;
    }

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _uri);
        request.Headers.ConnectionClose = true;
        foreach (var (name, value) in _headers) request.Headers.TryAddWithoutValidation(name, value); // what cannot be a header of a request is left out
        return request;
    }
}
