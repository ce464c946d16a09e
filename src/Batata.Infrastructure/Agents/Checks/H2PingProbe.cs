using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// HTTP/2 as far as a ping needs it: preface, our settings, a ping, and its echo among whatever the server sends first.
/// Protocol source: RFC 9113 §3.4, §6.5, §6.7; Consul <c>CheckH2PING</c>.
/// </summary>
internal sealed class H2PingProbe : ICheckProbe
{
    private const int HeaderBytes = 9;
    private const int MaxFrameBytes = 16_384; // what a server may send that was told of no other size
    private const byte GoAway = 7;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte Ack = 1;

    private static readonly byte[] Payload = "batata-h"u8.ToArray();
    private static readonly byte[] Opening = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, []), .. Frame(Ping, 0, Payload)];
    private static readonly byte[] SettingsTaken = Frame(Settings, Ack, []);

    public string Kind => "h2ping";

    public async Task<CheckResult> RunAsync(CheckDefinition check, TimeSpan timeout, CancellationToken deadline)
    {
        Stream stream;
        try
        {
            stream = await ConnectAsync(check, deadline);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or FormatException or OperationCanceledException)
        {
            return CheckResult.Critical($"Failed to dial to {check.H2Ping}: {GoErrors.Dial("tcp", check.H2Ping, e)}");
        }
        await using (stream)
        {
            try
            {
                await stream.WriteAsync(Opening, deadline);
                return await EchoAsync(stream, deadline) is { } problem ? CheckResult.Critical($"HTTP2 ping failed: {problem}") : CheckResult.Passing("HTTP2 ping was successful");
            }
            catch (OperationCanceledException)
            {
                return CheckResult.Critical("HTTP2 ping failed: context deadline exceeded");
            }
            catch (IOException e)
            {
                return CheckResult.Critical($"HTTP2 ping failed: {e.Message}");
            }
        }
    }

    private static async Task<Stream> ConnectAsync(CheckDefinition check, CancellationToken deadline)
    {
        var to = CheckSockets.Parse(check.H2Ping);
        var stream = await CheckSockets.ConnectAsync(to, deadline);
        if (!check.H2PingUseTls) return stream;
        return await CheckSockets.AuthenticateAsync(stream, to.Host, new CheckTls(check.TlsServerName, check.TlsSkipVerify), [SslApplicationProtocol.Http2], deadline);
    }

    /// <returns>What is wrong; null when the echo came.</returns>
    private static async Task<string?> EchoAsync(Stream stream, CancellationToken deadline)
    {
        var buffer = new byte[MaxFrameBytes];
        while (true)
        {
            await stream.ReadExactlyAsync(buffer.AsMemory(0, HeaderBytes), deadline);
            var length = BinaryPrimitives.ReadInt32BigEndian(buffer) >>> 8;
            var (type, flags) = (buffer[3], buffer[4]);
            if (length > MaxFrameBytes) return "this is no HTTP/2";
            await stream.ReadExactlyAsync(buffer.AsMemory(0, length), deadline);
            switch (type)
            {
                case Ping when (flags & Ack) != 0 && buffer.AsSpan(0, length).SequenceEqual(Payload): return null;
                case Settings when (flags & Ack) == 0: await stream.WriteAsync(SettingsTaken, deadline); break;
                case GoAway: return "the server closes the connection";
            }
        }
    }

    private static byte[] Frame(byte type, byte flags, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderBytes + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        payload.CopyTo(frame.AsSpan(HeaderBytes));
        return frame;
    }
}
