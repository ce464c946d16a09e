using System.IO.Compression;
using Batata.Api.Consul.Tests.Http;

namespace Batata.Api.Consul.Tests.Agent;

/// <summary>The log, read along; a check that turns makes a line.</summary>
public sealed class MonitorTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private ConsulServer _server = null!;

    public async Task InitializeAsync() => _server = await ConsulServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("", "^[0-9T:.-]+Z \\[DEBUG\\] ProbeLoop: Check self is passing now$")]
    [InlineData("&logjson", "^{\"@level\":\"debug\",\"@message\":\"Check self is passing now\",\"@module\":\"ProbeLoop\",\"@timestamp\":\"[0-9T:.-]+Z\"}$")]
    public async Task Reader_SeesLines_BelowTheLevelOfTheLog(string form, string expected)
    {
        using var answer = await OpenAsync("debug" + form);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await TurnACheckAsync();
        Assert.Matches(expected, await FindAsync(lines));
    }

    [Fact]
    public async Task Reader_WhoTakesGzip_SeesThemAtOnce_Too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/agent/monitor?loglevel=debug");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var answer = await _server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        using var lines = new StreamReader(new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress));
        await TurnACheckAsync();
        Assert.EndsWith("Check self is passing now", await FindAsync(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownLevel_IsRefused() => Assert.Equal(new Answer(400, "Unknown log level: loud", 0), await _server.GetAsync("/v1/agent/monitor?loglevel=loud"));

    /// <summary>The headers come before there is a line: who has them is heard.</summary>
    private Task<HttpResponseMessage> OpenAsync(string query) => _server.Client.GetAsync($"/v1/agent/monitor?loglevel={query}", HttpCompletionOption.ResponseHeadersRead);

    private async Task TurnACheckAsync()
    {
        var check = $$"""{"ID":"self","Name":"self","TCP":"127.0.0.1:{{_server.Port}}","Interval":"1s"}""";
        Assert.Equal(200, (await _server.SendAsync("PUT", "/v1/agent/check/register", check)).Status);
    }

    private static async Task<string> FindAsync(StreamReader lines)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var line = await lines.ReadLineAsync(patience.Token);
            Assert.NotNull(line);
            if (line.Contains("Check self is", StringComparison.Ordinal)) return line;
        }
    }
}
