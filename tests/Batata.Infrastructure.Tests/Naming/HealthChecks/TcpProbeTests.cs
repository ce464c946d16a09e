using System.Net;
using System.Net.Sockets;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

public sealed class TcpProbeTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(15); // the machine may be busy

    private readonly TcpProbe _probe = new(new TargetAddresses(TimeProvider.System));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("localhost")]
    public async Task Listening_IsAlive(string ip)
    {
        using var listener = new TcpListener(ip.Contains(':', StringComparison.Ordinal) ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0);
        listener.Start();
        var target = Target(ip, Port(listener));
        Assert.Equal(ProbeOutcome.Alive, await _probe.LookAsync(target, Patient));
        Assert.Equal(ProbeOutcome.Alive, await _probe.LookAsync(target, Patient)); // with what is known and used from before
        using var accepted = await listener.AcceptTcpClientAsync();
        Assert.Equal(0, await accepted.GetStream().ReadAsync(new byte[1])); // it is closed as one closes a connection, not reset
    }

    [Fact]
    public async Task Closed_IsRefused_AndAliveOnceItListens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var target = Target("127.0.0.1", Port(listener));
        listener.Stop();
        Assert.Equal(ProbeOutcome.Refused, await _probe.LookAsync(target, Patient));
        using var again = new TcpListener(IPAddress.Loopback, target.Port);
        again.Start();
        Assert.Equal(ProbeOutcome.Alive, await _probe.LookAsync(target, Patient));
    }

    [Fact]
    public async Task NoAnswer_IsGivenUp()
    {
        using var full = new FullBacklog();
        Assert.Equal(ProbeOutcome.TimedOut, await _probe.LookAsync(Target("127.0.0.1", full.Port)));
        Assert.Equal(ProbeOutcome.TimedOut, await _probe.LookAsync(Target("127.0.0.1", full.Port)));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Equal(ProbeOutcome.Alive, await _probe.LookAsync(Target("127.0.0.1", Port(listener)), Patient)); // the same attempt again
    }

    [Theory]
    [InlineData("127.0.0.1", 0)]
    [InlineData("127.0.0.1", -1)]
    [InlineData("127.0.0.1", 65_536)]
    [InlineData("no.such.name.invalid", 80)]
    [InlineData("user@host/path", 80)]
    [InlineData("", 80)]
    public async Task NoAddress_IsAFailure(string ip, int port)
    {
        var outcome = await _probe.LookAsync(Target(ip, port), Patient);
        Assert.Equal((ProbeFinding.Failing, ProbePace.Slowest), (outcome.Finding, outcome.Pace));
    }

    [Fact]
    public async Task ManyAtATime_EachGetsItsOwnAnswer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1024);
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var (open, shut) = (Port(listener), Port(closed));
        closed.Stop();
        var looks = Enumerable.Range(0, 400).Select(async i => (Even: i % 2 == 0, Outcome: await _probe.LookAsync(Target("127.0.0.1", i % 2 == 0 ? open : shut), Patient)));
        foreach (var (even, outcome) in await Task.WhenAll(looks)) Assert.Equal(even ? ProbeOutcome.Alive : ProbeOutcome.Refused, outcome);
    }

    [Theory]
    [InlineData(SocketError.TooManyOpenSockets, ProbeFinding.None)] // no fault of the target
    [InlineData(SocketError.AddressNotAvailable, ProbeFinding.None)]
    [InlineData(SocketError.NoBufferSpaceAvailable, ProbeFinding.None)]
    [InlineData(SocketError.HostUnreachable, ProbeFinding.Failing)]
    [InlineData(SocketError.NetworkUnreachable, ProbeFinding.Failing)]
    [InlineData(SocketError.ConnectionReset, ProbeFinding.Failing)]
    [InlineData(SocketError.TimedOut, ProbeFinding.Silent)]
    [InlineData(SocketError.ConnectionRefused, ProbeFinding.Down)]
    internal void Errors_MeanDifferentThings(SocketError error, ProbeFinding finding) => Assert.Equal(finding, SocketOutcomes.Of(error).Finding);

    private static CheckTarget Target(string ip, int port) => CheckTarget.Of(Key("orders"), At(ip, port), ServiceCluster.Default);

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
