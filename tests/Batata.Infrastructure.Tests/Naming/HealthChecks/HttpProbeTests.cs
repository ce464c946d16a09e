using System.Net;
using System.Net.Sockets;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using static Batata.Infrastructure.Tests.Naming.HealthChecks.ScriptedServer;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

public sealed class HttpProbeTests : IAsyncLifetime, IDisposable
{
    private readonly HttpProbe _probe = new(new TargetAddresses(TimeProvider.System), TimeSpan.FromSeconds(15)); // the machine may be busy
    private readonly HttpProbe _hasty = new(new TargetAddresses(TimeProvider.System));
    private readonly ScriptedServer _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _probe.Dispose();
        _hasty.Dispose();
    }

    [Theory]
    [InlineData("200 OK", 200, ProbeFinding.Alive, ProbePace.Measured)]
    [InlineData("204 No Content", 200, ProbeFinding.Down, ProbePace.Slowest)]
    [InlineData("204 No Content", 204, ProbeFinding.Alive, ProbePace.Measured)]
    [InlineData("200 OK", 0, ProbeFinding.Alive, ProbePace.Measured)]
    [InlineData("503 Service Unavailable", 200, ProbeFinding.Failing, ProbePace.Doubled)]
    [InlineData("302 Found", 200, ProbeFinding.Failing, ProbePace.Doubled)]
    [InlineData("500 Internal Server Error", 200, ProbeFinding.Down, ProbePace.Slowest)]
    [InlineData("404 Not Found", 200, ProbeFinding.Down, ProbePace.Slowest)]
    [InlineData("301 Moved Permanently", 200, ProbeFinding.Down, ProbePace.Slowest)]
    internal async Task Status_DecidesEverything(string status, int expected, ProbeFinding finding, ProbePace pace)
    {
        _server.Answer = Status(status, $"Location: http://127.0.0.1:{_server.Port}/elsewhere\r\n");
        var outcome = await _probe.LookAsync(Target(new HttpChecker("/alive", "", expected)));
        Assert.Equal((finding, pace), (outcome.Finding, outcome.Pace));
        Assert.Single(_server.Requests); // redirects are not followed
    }

    [Theory]
    [InlineData("/alive?x=1", "GET /alive?x=1 HTTP/1.1")]
    [InlineData("alive", "GET /alive HTTP/1.1")]
    [InlineData("", "GET / HTTP/1.1")]
    [InlineData("//other.example/a", "GET //other.example/a HTTP/1.1")]
    [InlineData("http://other.example/a", "GET /http://other.example/a HTTP/1.1")]
    [InlineData("/a b\r\nX-Evil: 1", "GET /a%20b%0D%0AX-Evil:%201 HTTP/1.1")]
    public async Task Path_StaysAtTheTarget(string path, string line)
    {
        Assert.Equal(ProbeFinding.Alive, (await _probe.LookAsync(Target(new HttpChecker(path, "", 200)))).Finding);
        var request = Assert.Single(_server.Requests).Split("\r\n");
        Assert.Equal(line, request[0]);
        Assert.Contains($"Host: 127.0.0.1:{_server.Port}", request);
    }

    [Fact]
    public async Task Headers_AreSent()
    {
        await _probe.LookAsync(Target(new HttpChecker("/", "X-A: 1|Host: shop.example|broken|X-Url: http://a/b||Content-Type: text/plain", 200)));
        await _probe.LookAsync(Target(new HttpChecker("/", "user-agent:mine", 200)));
        var requests = _server.Requests.ToArray();
        foreach (var line in (string[])["X-A: 1", "Host: shop.example", "X-Url: http://a/b", "User-Agent: VIPServer", "Connection: close"])
            Assert.Contains(line, requests[0].Split("\r\n"));
        Assert.DoesNotContain("broken", requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", requests[0], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("User-Agent: mine", requests[1], StringComparison.Ordinal);
        Assert.DoesNotContain("VIPServer", requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeadersThatCannotBeSent_AreLeftOut()
    {
        await _probe.LookAsync(Target(new HttpChecker("/", "X-A: 1\r\nX-Evil: 1|bad name: 1|X-Good: 1", 200)));
        var request = Assert.Single(_server.Requests);
        Assert.Contains("X-Good: 1", request, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Evil", request, StringComparison.Ordinal);
        Assert.DoesNotContain("bad name", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoAnswer_IsGivenUp()
    {
        _server.Answer = null;
        Assert.Equal(ProbeOutcome.TimedOut, await _hasty.LookAsync(Target()));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task NoConnection_IsGivenUp()
    {
        using var full = new FullBacklog();
        Assert.Equal(ProbeOutcome.TimedOut, await _hasty.LookAsync(Target(port: full.Port)));
    }

    [Fact]
    public async Task Closed_IsRefused()
    {
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        Assert.Equal(ProbeOutcome.Refused, await _probe.LookAsync(Target(port: port)));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200")]
    [InlineData("")]
    public async Task NoHttp_IsAFailure(string answer)
    {
        _server.Answer = answer;
        var outcome = await _probe.LookAsync(Target());
        Assert.Equal((ProbeFinding.Failing, ProbePace.Slowest), (outcome.Finding, outcome.Pace));
    }

    [Fact]
    public async Task BodyThatIsCutShort_DoesNotCount()
    {
        _server.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbegun";
        Assert.Equal(ProbeFinding.Alive, (await _probe.LookAsync(Target())).Finding);
    }

    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("::1", "[::1]")]
    [InlineData("[::1]", "[::1]")]
    public async Task NamesAndIPv6_AreAsked(string ip, string host)
    {
        await using var server = new ScriptedServer(ip == "localhost" ? IPAddress.Loopback : IPAddress.IPv6Loopback);
        Assert.Equal(ProbeFinding.Alive, (await _probe.LookAsync(Target(ip: ip, port: server.Port))).Finding);
        Assert.Contains($"Host: {host}:{server.Port}", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyAtATime_EachGetsItsOwnAnswer()
    {
        var targets = Enumerable.Range(0, 100).Select(i => Target(new HttpChecker($"/{i}", "", 200))).ToArray();
        var outcomes = await Task.WhenAll(targets.Select(t => _probe.LookAsync(t)));
        Assert.All(outcomes, static o => Assert.Equal(ProbeFinding.Alive, o.Finding));
        Assert.Equal(100, _server.Requests.Select(static r => r.Split(' ')[1]).Distinct().Count());
    }

    private CheckTarget Target(HttpChecker? checker = null, string ip = "127.0.0.1", int? port = null) => CheckTarget.Of(
        Key("orders"), At(ip, port ?? _server.Port), ServiceCluster.Default with { Checker = checker ?? new HttpChecker("/", "", 200) });
}
