using System.Net;
using System.Net.Sockets;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

public sealed class MySqlProbeTests(MariaDb server) : IClassFixture<MariaDb>
{
    private const string DefaultStatement = "show global variables where variable_name='read_only'";

    private readonly MySqlProbe _probe = new(new TargetAddresses(TimeProvider.System)) { Patience = TimeSpan.FromSeconds(15) }; // the machine may be busy
    private readonly MySqlProbe _hasty = new(new TargetAddresses(TimeProvider.System));

    [Theory]
    [InlineData(DefaultStatement)]
    [InlineData(null)]
    [InlineData(" ")]
    public async Task ReadOnly_IsAReplica(string? statement)
    {
        var target = Target(statement);
        Assert.Equal(ProbeOutcome.Alive, await _probe.LookAsync(target));
        await server.RunAsync("set global read_only = on");
        try
        {
            Assert.Equal(ProbeOutcome.Failing("the server is read only"), await _probe.LookAsync(target));
            Assert.Equal(ProbeOutcome.Alive, await _probe.LookAsync(Target("select 1"))); // another statement asks something else
        }
        finally
        {
            await server.RunAsync("set global read_only = off");
        }
        Assert.Equal(ProbeOutcome.Alive, await _probe.LookAsync(target));
    }

    [Theory]
    [InlineData("select 1 from no.such_table")]
    [InlineData("no sql at all")]
    public async Task AnErrorOfTheStatement_IsDown(string statement) =>
        Assert.Equal((ProbeFinding.Down, ProbePace.Slowest), Found(await _probe.LookAsync(Target(statement))));

    [Fact]
    public async Task WrongPassword_IsDown_AndNotTold()
    {
        var outcome = await _probe.LookAsync(Target(password: "wrong-one"));
        Assert.Equal(ProbeFinding.Down, outcome.Finding);
        Assert.Contains("1045", outcome.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", outcome.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatementThatTakesTooLong_IsGivenUp() =>
        Assert.Equal(ProbeOutcome.TimedOut, await _probe.LookAsync(Target("select sleep(60)")));

    [Fact]
    public async Task Closed_IsDown()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        Assert.Equal(ProbeOutcome.Down("cannot connect"), await _probe.LookAsync(Target(port: port)));
    }

    [Fact]
    public async Task NoConnection_IsGivenUp()
    {
        using var full = new FullBacklog();
        Assert.Equal(ProbeOutcome.TimedOut, await _hasty.LookAsync(Target(port: full.Port)));
    }

    [Fact]
    public async Task NoGreeting_IsGivenUp()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        Assert.Equal(ProbeOutcome.TimedOut, await _hasty.LookAsync(Target(port: ((IPEndPoint)mute.LocalEndpoint).Port)));
    }

    [Fact]
    public async Task AnotherProtocol_IsDown()
    {
        using var greeting = new TcpListener(IPAddress.Loopback, 0);
        greeting.Start();
        var answering = AnswerAsync(greeting);
        var outcome = await _probe.LookAsync(Target(port: ((IPEndPoint)greeting.LocalEndpoint).Port));
        await answering;
        Assert.Equal((ProbeFinding.Down, ProbePace.Slowest), Found(outcome));

        static async Task AnswerAsync(TcpListener listener)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());
        }
    }

    [Fact]
    public async Task Name_IsResolved() => Assert.Equal(ProbeOutcome.Alive, await _probe.LookAsync(Target(ip: "localhost")));

    [Fact]
    public async Task TheCheckPortOfTheCluster_IsLookedAt()
    {
        var settings = new ServiceCluster(new MySqlChecker("checker", "secret", null), server.Port, UseInstancePort: false, Metadata.Empty);
        Assert.Equal(ProbeOutcome.Alive, await _probe.LookAsync(CheckTarget.Of(Key("orders"), At("127.0.0.1", 1), settings)));
    }

    private static (ProbeFinding, ProbePace) Found(ProbeOutcome outcome) => (outcome.Finding, outcome.Pace);

    private CheckTarget Target(string? statement = DefaultStatement, string password = "secret", int? port = null, string ip = "127.0.0.1") => CheckTarget.Of(
        Key("orders"), At(ip, port ?? server.Port), ServiceCluster.Default with { Checker = new MySqlChecker("checker", password, statement) });
}
