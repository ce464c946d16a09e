using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming.Udp;

/// <summary>One datagram: the service as a text inside JSON, compressed when it is not small. Protocol source: Nacos <c>UdpPushService</c>, <c>UdpConnector</c>.</summary>
internal static class UdpPacket
{
    private const int CompressedFrom = 1024;

    /// <summary>What a client may be expected to send; its acknowledgement has three short members.</summary>
    public const int MaxAckBytes = 1024;

    /// <param name="lastRefTime">Tells this packet from others; comes back in the acknowledgement.</param>
    public static byte[] Write(ServiceSnapshot snapshot, string clusters, long cacheMillis, long lastRefTime)
    {
        var hosts = HostLists.Of(snapshot, new HostView(clusters));
        var data = new ArrayBufferWriter<byte>(hosts.Utf8.Length + 256);
        using (var json = new Utf8JsonWriter(data, Answers.Writing))
            new ServiceInfo(snapshot.Key, clusters, hosts, cacheMillis, snapshot.LastRefTimeMs).WriteTo(json, ServiceNameForm.GroupedOnly);
        var packet = new ArrayBufferWriter<byte>(data.WrittenCount + (data.WrittenCount / 4) + 64);
        using (var json = new Utf8JsonWriter(packet, Answers.Writing))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "dom"u8);
            json.WriteString("data"u8, data.WrittenSpan);
            json.WriteNumber("lastRefTime"u8, lastRefTime);
            json.WriteEndObject();
        }
        return packet.WrittenCount < CompressedFrom ? packet.WrittenSpan.ToArray() : Compress(packet.WrittenSpan);
    }

    /// <returns>The <c>lastRefTime</c> of an acknowledgement, which alone is looked at; null for anything else.</returns>
    public static long? ReadAck(ReadOnlySpan<byte> datagram)
    {
        try
        {
            var json = new Utf8JsonReader(datagram);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
            long? lastRefTime = null;
            var isAck = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("lastRefTime"u8)) lastRefTime = json.Read() ? Number(ref json) : null;
                else if (json.ValueTextEquals("type"u8)) isAck = json.Read() && json.TokenType == JsonTokenType.String && json.ValueTextEquals("push-ack"u8);
                else json.Skip();
            }
            return isAck ? lastRefTime : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Some clients send the number as a text.</summary>
    private static long? Number(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Number => json.TryGetInt64(out var number) ? number : null,
        JsonTokenType.String => long.TryParse(json.GetString(), out var number) ? number : null,
        _ => null,
    };

    private static byte[] Compress(ReadOnlySpan<byte> plain)
    {
        using var compressed = new MemoryStream(plain.Length / 4);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(plain);
        return compressed.ToArray();
    }
}
