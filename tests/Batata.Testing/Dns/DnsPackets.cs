using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Batata.Testing.Dns;

/// <summary>Questions to a DNS server of this machine, byte by byte, so that broken ones can be made of them.</summary>
public static class DnsPackets
{
    /// <param name="edns">Size of the buffer; null to ask without EDNS.</param>
    public static byte[] Question(string name, ushort type, ushort id = 1, ushort? edns = null)
    {
        List<byte> packet = [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, (byte)(edns is null ? 0 : 1)];
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries)) packet.AddRange([(byte)label.Length, .. Encoding.UTF8.GetBytes(label)]);
        packet.AddRange([0, (byte)(type >> 8), (byte)type, 0, 1]);
        if (edns is { } size) packet.AddRange([0, 0, 41, (byte)(size >> 8), (byte)size, 0, 0, 0, 0, 0, 0]);
        return [.. packet];
    }

    /// <summary>Asks again when a packet is lost, three times.</summary>
    public static async Task<byte[]?> AskUdpAsync(int port, byte[] question, CancellationToken cancellationToken = default)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var buffer = new byte[ushort.MaxValue];
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await socket.SendAsync(question, cancellationToken);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(5));
            try
            {
                return buffer[..await socket.ReceiveAsync(buffer, patience.Token)];
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Lost, or the machine has better things to do.
            }
        }
        return null;
    }

    /// <returns>Null when the connection was closed instead.</returns>
    public static async Task<byte[]?> AskTcpAsync(NetworkStream stream, byte[] question, CancellationToken cancellationToken = default)
    {
        byte[] length = [(byte)(question.Length >> 8), (byte)question.Length];
        await stream.WriteAsync((byte[])[.. length, .. question], cancellationToken);
        try
        {
            await stream.ReadExactlyAsync(length, cancellationToken);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(answer, cancellationToken);
            return answer;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
