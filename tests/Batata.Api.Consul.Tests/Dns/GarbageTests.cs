using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Batata.Testing.Dns;
using Batata.Testing.Nodes;

namespace Batata.Api.Consul.Tests.Dns;

/// <summary>Packets of anybody to the built server: it goes on, takes no memory for them, and says nothing that is not an answer.</summary>
public sealed class GarbageTests : IAsyncLifetime
{
    private const int Seed = 20_600;
    private const long MostGrowth = 96 << 20;
    private static readonly byte[] Soa = DnsPackets.Question("consul", 6);

    private NodeProcess _node = null!;

    public async Task InitializeAsync() => _node = await NodeProcess.StartNewAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task OverUdp_AnswersGoOn()
    {
        var random = new Random(Seed);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Loopback, _node.Ports.Dns);
        var before = 0L;
        for (var i = 0; i < 40_000; i++)
        {
            await socket.SendAsync(Packet(random));
            if (i % 1_000 != 0) continue;
            await AssertAnswersAsync();
            if (i == 10_000) before = MemoryOf(_node);
        }
        AssertIsBounded(before);
    }

    [Fact]
    public async Task OverTcp_AnswersGoOn()
    {
        var random = new Random(Seed);
        var before = 0L;
        for (var i = 0; i < 2_000; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _node.Ports.Dns);
            await using var stream = client.GetStream();
            try
            {
                for (var packet = 0; packet < 5; packet++)
                {
                    var garbage = Packet(random);
                    var length = random.Next(4) == 0 ? random.Next(ushort.MaxValue) : garbage.Length;
                    await stream.WriteAsync((byte[])[(byte)(length >> 8), (byte)length, .. garbage]);
                }
            }
            catch (IOException)
            {
                // It may close the connection.
            }
            if (i % 100 != 0) continue;
            await AssertAnswersAsync();
            if (i == 500) before = MemoryOf(_node);
        }
        AssertIsBounded(before);
    }

    [Fact]
    public async Task Connections_OverTheLimit_AreClosed_AndThoseThatSayNothingMakeRoom()
    {
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 600; i++)
            {
                var client = new TcpClient();
                silent.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, _node.Ports.Dns);
            }
            // 512 have a place, which they lose after two seconds without a question.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            byte[]? answer = null;
            while (answer is null) answer = await AskOnceAsync(patience.Token);
            Assert.Equal(0, answer[3] & 0x0f);
        }
        finally
        {
            foreach (var client in silent) client.Dispose();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("123401000001000000000")] // less than a header
    [InlineData("12348100000100000000000006636F6E73756C0000060001")] // an answer
    public async Task WhatMustNotBeAnswered_IsNot(string hex)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Loopback, _node.Ports.Dns);
        await socket.SendAsync(Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex[..^1]));
        // The one that is sent after it is answered first.
        await socket.SendAsync(Soa);
        var buffer = new byte[512];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var length = await socket.ReceiveAsync(buffer, patience.Token);
        Assert.Equal(Soa.AsSpan(0, 2), buffer.AsSpan(0, 2));
        Assert.True(length > 12);
    }

    /// <summary>Noise, or a question in which something was changed, cut or repeated.</summary>
    private static byte[] Packet(Random random)
    {
        string[] names = ["web.service.consul", "consul", "a.b.c.query.consul", "0a000001.addr.consul", "1.0.0.127.in-addr.arpa", "node1.node.consul", "_a._tcp.service.consul", "x.virtual.consul"];
        if (random.Next(4) == 0)
        {
            var noise = new byte[random.Next(600)];
            random.NextBytes(noise);
            if (noise.Length > 2) noise[2] &= 0x7f;
            return noise;
        }
        var packet = DnsPackets.Question(names[random.Next(names.Length)], (ushort)random.Next(300), (ushort)random.Next(ushort.MaxValue), random.Next(2) == 0 ? null : (ushort)random.Next(ushort.MaxValue));
        for (var changes = random.Next(4); changes > 0; changes--) packet[random.Next(packet.Length)] = (byte)random.Next(256);
        if (random.Next(5) == 0) packet = packet[..random.Next(packet.Length)];
        if (random.Next(10) == 0) packet = [.. packet, .. packet, .. packet];
        return packet;
    }

    private async Task AssertAnswersAsync()
    {
        var answer = await DnsPackets.AskUdpAsync(_node.Ports.Dns, Soa);
        Assert.True(answer is [0, 1, ..] && (answer[3] & 0x0f) == 0, answer is null ? "no answer" : Convert.ToHexString(answer));
        Assert.NotNull(await AskOnceAsync(CancellationToken.None));
    }

    private async Task<byte[]?> AskOnceAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _node.Ports.Dns, cancellationToken);
        await using var stream = client.GetStream();
        return await DnsPackets.AskTcpAsync(stream, Soa, cancellationToken);
    }

    private void AssertIsBounded(long before)
    {
        var grown = MemoryOf(_node) - before;
        Assert.True(grown < MostGrowth, string.Create(CultureInfo.InvariantCulture, $"{grown / 1024} KiB more than before"));
        Assert.DoesNotContain("ERROR", _node.Log.ToString(), StringComparison.Ordinal);
    }

    private static long MemoryOf(NodeProcess node) => long.Parse(
        File.ReadLines($"/proc/{node.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024;
}
