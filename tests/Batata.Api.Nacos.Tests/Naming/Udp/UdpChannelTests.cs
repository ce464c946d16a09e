using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Batata.Api.Nacos.Naming.Udp;
using Batata.Api.Nacos.Push;
using Batata.Api.Nacos.Push.Naming;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Api.Nacos.Tests.Naming.Udp;

/// <summary>Pushes over the real loopback network and a clock that the test moves.</summary>
public sealed class UdpChannelTests : IAsyncDisposable
{
    private static readonly ServiceKey Key = new("public", "g", "a");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly UdpPort _port = new(NullLogger<UdpPort>.Instance);
    private readonly DeadlineQueue _deadlines;
    private readonly PushCounters _counters;
    private readonly UdpAcks _acks;
    private readonly UdpChannel _channel;
    private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0));
    private long _version;

    public UdpChannelTests()
    {
        _deadlines = new DeadlineQueue(_time);
        _counters = new PushCounters(_services.GetRequiredService<IMeterFactory>());
        _acks = new UdpAcks(_port, _deadlines, _counters, _time);
        _channel = new UdpChannel(_acks, new Switches());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _acks.Dispose();
        await _port.DisposeAsync();
        _deadlines.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Push_Acknowledged_IsNotRepeated()
    {
        _channel.Push(Snapshot(), [Subscription()]);
        var packet = await ReceiveAsync();
        Assert.Equal("dom", packet.Outer.GetProperty("type").GetString());
        Assert.Equal("g@@a", JsonDocument.Parse(packet.Outer.GetProperty("data").GetString()!).RootElement.GetProperty("name").GetString());
        await AcknowledgeAsync(packet);
        await Wait.UntilAsync(() => _counters.Totals.Accepted == 1, "the acknowledgement to be taken");
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((1, 0, 0), (_counters.Totals.Sent, _counters.Totals.Failed, _client.Available));
    }

    [Fact]
    public async Task Push_NotAcknowledged_IsSentOnceMoreAndGivenUp()
    {
        _channel.Push(Snapshot(), [Subscription()]);
        var first = await ReceiveAsync();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, _client.Available);
        _time.Advance(TimeSpan.FromSeconds(2));
        var second = await ReceiveAsync();
        Assert.Equal(first.Bytes, second.Bytes);
        Assert.Equal(0, _counters.Totals.Failed);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, _counters.Totals.Failed);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, _client.Available);
    }

    [Fact]
    public async Task Push_ReplacedByANewerOne_IsNotRepeated()
    {
        var subscription = Subscription();
        _channel.Push(Snapshot(), [subscription]);
        var old = await ReceiveAsync();
        _channel.Push(Snapshot("10.1.1.1"), [subscription]);
        var newer = await ReceiveAsync();
        Assert.True(newer.LastRefTime > old.LastRefTime);
        await AcknowledgeAsync(old); // late, and of no interest any more
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(newer.Bytes, (await ReceiveAsync()).Bytes);
        Assert.Equal(0, _client.Available);
        await AcknowledgeAsync(newer);
        await Wait.UntilAsync(() => _counters.Totals.Accepted == 1, "the acknowledgement to be taken");
    }

    [Fact]
    public async Task Acknowledgement_FromElsewhere_CountsForNothing()
    {
        _channel.Push(Snapshot(), [Subscription()]);
        var packet = await ReceiveAsync();
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await other.SendAsync(Ack(packet.LastRefTime), packet.From);
        await _client.SendAsync("junk"u8.ToArray(), packet.From);
        await _client.SendAsync(Ack(packet.LastRefTime + 1), packet.From);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(packet.Bytes, (await ReceiveAsync()).Bytes);
        Assert.Equal(0, _counters.Totals.Accepted);
    }

    [Fact]
    public async Task Push_ToClosedPortsAndNoAddresses_DoesNotHinderOthers()
    {
        var closed = ClosedPort();
        for (var i = 0; i < 5; i++)
        {
            _channel.Push(Snapshot(), [Subscription("127.0.0.1", closed), Subscription("::1", closed), Subscription("no-address.invalid", 80), Subscription("10.1.1.1", 99_999), Subscription()]);
            var packet = await ReceiveAsync();
            await AcknowledgeAsync(packet);
        }
        await Wait.UntilAsync(() => _counters.Totals.Accepted == 5, "all acknowledgements to be taken");
        Assert.Equal(10, _counters.Totals.Failed); // the two that said no address
    }

    [Fact]
    public async Task Push_NotSubscribedAnyMore_IsNotRepeated()
    {
        var subscription = Subscription();
        _channel.Push(Snapshot(), [subscription]);
        await ReceiveAsync();
        subscription.Active = false;
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((0, 0), (_client.Available, _counters.Totals.Failed));
    }

    [Fact]
    public void Push_ToConnections_IsNotForThisChannel()
    {
        _channel.Push(Snapshot(), [Subscription(kind: NamingClientKind.Connection)]);
        Assert.Equal(default, _counters.Totals);
    }

    [Fact]
    public async Task Push_ShowsTheClustersOfEachSubscriber_AndIsCompressedWhenLarge()
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var snapshot = Snapshot([.. Enumerable.Range(1, 9).Select(i => $"10.1.1.{i}")]);
        _channel.Push(snapshot, [Subscription(clusters: "NONE"), Subscription("127.0.0.1", PortOf(other))]);
        var small = await ReceiveAsync();
        var large = await ReceiveAsync(other);
        Assert.Equal(((byte)'{', 0), (small.Bytes[0], Hosts(small)));
        Assert.Equal((0x1f, 0x8b, 9), (large.Bytes[0], large.Bytes[1], Hosts(large)));
    }

    [Fact]
    public async Task Push_OfNobodyThatCouldBeCalled_IsCounted()
    {
        _channel.Push(Snapshot(), [Subscription()]);
        await ReceiveAsync();
        _channel.Push(Snapshot("10.1.1.1"), [Subscription()]);
        await ReceiveAsync();
        _channel.Push(Snapshot("10.1.1.1"), [Subscription(clusters: "NONE")]);
        await ReceiveAsync();
        Assert.Equal((3, 2), (_counters.Totals.Sent, _counters.Totals.Empty));
    }

    private static int Hosts(Packet packet) => JsonDocument.Parse(packet.Outer.GetProperty("data").GetString()!).RootElement.GetProperty("hosts").GetArrayLength();

    private static int ClosedPort()
    {
        using var once = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return PortOf(once);
    }

    private static int PortOf(UdpClient client) => ((IPEndPoint)client.Client.LocalEndPoint!).Port;

    private ServiceSnapshot Snapshot(params string[] ips) => new(
        Key, ++_version, _time.GetUtcNow().ToUnixTimeMilliseconds(), ServiceKind.Ephemeral, [.. ips.Select(ip => new Instance { Ip = ip, Port = 80 })], null);

    private FakeSubscription Subscription(string ip = "127.0.0.1", int? port = null, string clusters = "", NamingClientKind kind = NamingClientKind.EphemeralAddress) =>
        new(new Subscriber($"{ip}:{port}", "Nacos-Java-Client:v1.4.2", "", ip, port ?? PortOf(_client), clusters), kind);

    private Task<Packet> ReceiveAsync() => ReceiveAsync(_client);

    private static async Task<Packet> ReceiveAsync(UdpClient client)
    {
        var received = await client.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(15));
        return new Packet(received.Buffer, received.RemoteEndPoint);
    }

    private Task<int> AcknowledgeAsync(Packet packet) => _client.SendAsync(Ack(packet.LastRefTime), packet.From).AsTask();

    private static byte[] Ack(long lastRefTime) => Encoding.UTF8.GetBytes($$"""{"type":"push-ack","lastRefTime":"{{lastRefTime}}","data":""}""");

    private sealed record Packet(byte[] Bytes, IPEndPoint From)
    {
        public JsonElement Outer
        {
            get
            {
                if (Bytes[0] != 0x1f) return JsonDocument.Parse(Bytes).RootElement;
                using var plain = new GZipStream(new MemoryStream(Bytes), CompressionMode.Decompress);
                return JsonDocument.Parse(plain).RootElement;
            }
        }

        public long LastRefTime => Outer.GetProperty("lastRefTime").GetInt64();
    }

    private sealed class FakeSubscription(Subscriber subscriber, NamingClientKind kind) : IServiceSubscription
    {
        public ServiceKey Service => Key;

        public string ClientId => subscriber.Address;

        public NamingClientKind ClientKind => kind;

        public Subscriber Subscriber => subscriber;

        public object? Attachment => null;

        public bool Active { get; set; } = true;

        public object? PushState { get; set; }
    }

    private sealed class Switches : ISwitches
    {
        public SwitchDomain Current { get; private set; } = SwitchDomain.Default;

        public void SetHere(SwitchDomain switches) => Current = switches;
    }
}
