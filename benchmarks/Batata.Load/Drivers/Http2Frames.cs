using System.Buffers.Binary;
using System.Text;

namespace Batata.Load.Drivers;

/// <summary>The few frames of HTTP/2 (RFC 9113) that a load driver sends. Built once; only stream ids are patched in.</summary>
internal static class Http2Frames
{
    public const int HeaderLength = 9;
    public const byte Data = 0, Headers = 1, ResetStream = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8;
    public const byte EndStream = 1, Ack = 1, EndHeaders = 4;

    /// <summary>Preface; no push, no header table to keep, windows as wide as they go.</summary>
    public static byte[] Hello { get; } =
    [
        .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
        .. Frame(Settings, 0, 0, [0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 4, 0x7f, 0xff, 0xff, 0xff]),
        .. Window(int.MaxValue - 65535),
    ];

    public static byte[] SettingsAck { get; } = Frame(Settings, Ack, 0, []);

    public static byte[] Window(int increment)
    {
        var value = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(value, increment);
        return Frame(WindowUpdate, 0, 0, value);
    }

    /// <summary>HEADERS and DATA of one gRPC message.</summary>
    /// <param name="path">For example <c>/Request/request</c>.</param>
    /// <param name="last">Ends our side of the stream.</param>
    public static byte[] Call(string path, byte[] message, bool last) =>
        [.. Frame(Headers, EndHeaders, 1, HeaderBlock(path)), .. Frame(Data, last ? EndStream : (byte)0, 1, message)];

    /// <summary>Gives a call made by <see cref="Call"/> another stream.</summary>
    public static void SetStream(Span<byte> call, int stream)
    {
        BinaryPrimitives.WriteInt32BigEndian(call[5..], stream);
        BinaryPrimitives.WriteInt32BigEndian(call[(HeaderLength + Length(call) + 5)..], stream);
    }

    public static int Length(ReadOnlySpan<byte> frame) => frame[0] << 16 | frame[1] << 8 | frame[2];

    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderLength + payload.Length];
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    /// <summary>HPACK (RFC 7541) without tables: indexed fields of the static table, and literals that are not indexed.</summary>
    private static byte[] HeaderBlock(string path) =>
    [
        0x83, 0x86, // :method POST, :scheme http
        0x04, .. Text(path),
        0x01, .. Text("localhost"),
        0x0f, 0x10, .. Text("application/grpc"), // content-type is entry 31
        0x00, .. Text("te"), .. Text("trailers"),
    ];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
