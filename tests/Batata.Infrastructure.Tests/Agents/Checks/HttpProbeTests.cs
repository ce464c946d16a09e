using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Agents.Checks;
using Microsoft.AspNetCore.Http;

namespace Batata.Infrastructure.Tests.Agents.Checks;

public sealed class HttpProbeTests : IDisposable
{
    private readonly HttpCheckProbe _probe = new();

    [Theory]
    [InlineData(200, CheckStatus.Passing, "200 OK")]
    [InlineData(204, CheckStatus.Passing, "204 No Content")]
    [InlineData(302, CheckStatus.Critical, "302 Found")]
    [InlineData(404, CheckStatus.Critical, "404 Not Found")]
    [InlineData(429, CheckStatus.Warning, "429 Too Many Requests")]
    [InlineData(500, CheckStatus.Critical, "500 Internal Server Error")]
    public async Task Status_DecidesHealth(int code, string status, string text)
    {
        await using var server = await CheckedServer.StartAsync(http =>
        {
            http.Response.StatusCode = code;
            return Task.CompletedTask;
        });
        var url = server.Url + "/health";
        Assert.Equal(new CheckResult(status, $"HTTP GET {url}: {text} Output: "), await RunAsync(new CheckDefinition { Http = url }));
    }

    [Fact]
    public async Task Request_IsTheOneThatWasAskedFor()
    {
        await using var server = await CheckedServer.StartAsync(async http =>
        {
            using var body = new StreamReader(http.Request.Body);
            var headers = http.Request.Headers;
            await http.Response.WriteAsync($"{http.Request.Method} {headers.Host} {headers["X-Thing"]} {headers.UserAgent} {headers.Accept} {headers.ContentType} {await body.ReadToEndAsync()}");
        });
        var check = new CheckDefinition
        {
            Http = server.Url, Method = "PUT", Body = "x",
            Header = new Dictionary<string, IReadOnlyList<string>> { ["Host"] = ["other.example"], ["X-Thing"] = ["a", "b"], ["Content-Type"] = ["text/odd"] },
        };
        var result = await RunAsync(check);
        Assert.Equal($"HTTP PUT {server.Url}: 200 OK Output: PUT other.example a, b Consul Health Check text/plain, text/*, */* text/odd x", result.Output);
    }

    [Fact]
    public async Task Request_HasTheUserOfTheUrl_IsForOneConnection_AndTakesPackedAnswers()
    {
        await using var server = await CheckedServer.StartAsync(async http =>
        {
            var headers = http.Request.Headers;
            http.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(http.Response.Body, CompressionMode.Compress);
            await packed.WriteAsync(Encoding.UTF8.GetBytes($"{headers.Authorization} {headers.Connection} {headers.AcceptEncoding}"));
        });
        var url = server.Url.Replace("://", "://me:secret%21@", StringComparison.Ordinal);
        Assert.Equal($"HTTP GET {url}: 200 OK Output: Basic bWU6c2VjcmV0IQ== close gzip", (await RunAsync(new CheckDefinition { Http = url })).Output);
    }

    [Fact]
    public async Task Connection_ThatEndsWithoutAnAnswer_IsSaidSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";
        using var over = new CancellationTokenSource();
        var serving = CloseEachAsync(listener, over.Token); // .NET tries it again
        Assert.Equal($"Get \"{url}\": EOF", (await RunAsync(new CheckDefinition { Http = url })).Output);
        await over.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task Redirects_WithoutAnEnd_AreGivenUp()
    {
        var asked = 0;
        await using var server = await CheckedServer.StartAsync(http =>
        {
            Interlocked.Increment(ref asked);
            http.Response.Redirect("/again");
            return Task.CompletedTask;
        });
        Assert.Equal(CheckResult.Critical("Get \"/again\": stopped after 10 redirects"), await RunAsync(new CheckDefinition { Http = server.Url }));
        Assert.Equal(10, asked);
    }

    [Theory]
    [InlineData("127.0.0.1:80/health", "parse \"127.0.0.1:80/health\": first path segment in URL cannot contain colon")]
    [InlineData("http://[::1", "parse \"http://[::1\": missing ']' in host")]
    [InlineData("http:///health", "Get \"http:///health\": http: no Host in request URL")]
    [InlineData("localhost:80/health", "Get \"localhost:80/health\": unsupported protocol scheme \"localhost\"")]
    [InlineData("localhost/health", "Get \"localhost/health\": unsupported protocol scheme \"\"")]
    [InlineData("/health", "Get \"/health\": unsupported protocol scheme \"\"")]
    [InlineData("ftp://localhost/", "Get \"ftp://localhost/\": unsupported protocol scheme \"ftp\"")]
    public async Task Url_OfAnotherKind_IsSaidSo(string url, string output) =>
        Assert.Equal(CheckResult.Critical(output), await RunAsync(new CheckDefinition { Http = url }));

    [Theory]
    [InlineData(false, CheckStatus.Passing)]
    [InlineData(true, CheckStatus.Critical)]
    public async Task Redirects_AreFollowed_UnlessSaidOtherwise(bool disabled, string status)
    {
        await using var server = await CheckedServer.StartAsync(http =>
        {
            if (http.Request.Path == "/") http.Response.Redirect("/there");
            return Task.CompletedTask;
        });
        Assert.Equal(status, (await RunAsync(new CheckDefinition { Http = server.Url, DisableRedirects = disabled })).Status);
    }

    [Fact]
    public async Task HugeOutput_IsCutToItsLastBytes()
    {
        await using var server = await CheckedServer.StartAsync(async http =>
        {
            await http.Response.WriteAsync(new string('a', 200_000));
            await http.Response.WriteAsync("the end");
        });
        var result = await RunAsync(new CheckDefinition { Http = server.Url, OutputMaxSize = 20 });
        Assert.Equal($"HTTP GET {server.Url}: 200 OK Output: aaaaaaaaaaaaathe end", result.Output);
    }

    [Fact]
    public async Task SilentServer_EndsWithTheDeadline()
    {
        await using var server = await CheckedServer.StartAsync(static http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        var result = await _probe.RunAsync(new CheckDefinition { Http = server.Url }, TimeSpan.FromMilliseconds(300));
        Assert.Equal(CheckResult.Critical($"Get \"{server.Url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"), result);
    }

    [Fact]
    public async Task AnswerThatDoesNotEnd_CountsByItsStatus()
    {
        await using var server = await CheckedServer.StartAsync(static async http =>
        {
            await http.Response.WriteAsync("begun");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        var result = await _probe.RunAsync(new CheckDefinition { Http = server.Url }, TimeSpan.FromSeconds(3));
        Assert.Equal(CheckResult.Passing($"HTTP GET {server.Url}: 200 OK Output: begun"), result);
    }

    [Fact]
    public async Task NobodyThere_IsCritical() =>
        Assert.Equal(
            CheckResult.Critical("Get \"http://127.0.0.1:1/\": dial tcp 127.0.0.1:1: connect: connection refused"), await RunAsync(new CheckDefinition { Http = "http://127.0.0.1:1/" }));

    [Theory]
    [InlineData("not a url")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://")]
    [InlineData("/relative")]
    public async Task WhatIsNoUrl_IsCritical(string url) => Assert.Equal(CheckStatus.Critical, (await RunAsync(new CheckDefinition { Http = url })).Status);

    [Theory]
    [InlineData("", false, CheckStatus.Critical)]
    [InlineData("", true, CheckStatus.Passing)]
    [InlineData("web.example", true, CheckStatus.Passing)]
    public async Task Certificate_IsLookedAt_UnlessSaidOtherwise(string serverName, bool skipsVerify, string status)
    {
        await using var server = await CheckedServer.StartAsync(static _ => Task.CompletedTask, tlsFor: "web.example");
        Assert.Equal(status, (await RunAsync(new CheckDefinition { Http = server.Url, TlsServerName = serverName, TlsSkipVerify = skipsVerify })).Status);
    }

    [Fact]
    public async Task ServerName_IsWhatTheServerSees()
    {
        await using var server = await CheckedServer.StartAsync(static _ => Task.CompletedTask, tlsFor: "web.example");
        await RunAsync(new CheckDefinition { Http = server.Url, TlsServerName = "web.example", TlsSkipVerify = true });
        Assert.Equal("web.example", server.AskedName);
    }

    public void Dispose() => _probe.Dispose();

    private static async Task CloseEachAsync(TcpListener listener, CancellationToken over)
    {
        try
        {
            while (true)
            {
                using var taken = await listener.AcceptTcpClientAsync(over);
                using var lines = new StreamReader(taken.GetStream());
                while (await lines.ReadLineAsync(over) is { Length: > 0 }) continue;
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private Task<CheckResult> RunAsync(CheckDefinition check) => _probe.RunAsync(check, Probes.Long);
}
