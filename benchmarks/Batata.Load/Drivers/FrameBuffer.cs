using System.Buffers.Binary;

namespace Batata.Load.Drivers;

/// <summary>Cuts what comes in into frames. Grows for a frame that does not fit.</summary>
internal sealed class FrameBuffer(int size)
{
    private byte[] _bytes = new byte[size];
    private int _start;
    private int _end;

    /// <summary>For the next read; <see cref="Added"/> tells how much came.</summary>
    public Memory<byte> Free
    {
        get
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
            if (_end == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
            return _bytes.AsMemory(_end);
        }
    }

    public void Added(int count) => _end += count;

    /// <summary>The next whole frame; it is valid until <see cref="Free"/> is asked for.</summary>
    public bool TryTake(out Http2Frame frame)
    {
        frame = default;
        var rest = _bytes.AsSpan(_start, _end - _start);
        if (rest.Length < Http2Frames.HeaderLength) return false;
        var length = Http2Frames.HeaderLength + Http2Frames.Length(rest);
        if (rest.Length < length) return false;
        frame = new Http2Frame(rest[3], rest[4], BinaryPrimitives.ReadInt32BigEndian(rest[5..]), rest[Http2Frames.HeaderLength..length]);
        _start += length;
        return true;
    }
}

/// <summary>One frame of HTTP/2.</summary>
internal readonly ref struct Http2Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
{
    public byte Type { get; } = type;

    public int Stream { get; } = stream;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Acknowledges a setting or a ping.</summary>
    public bool IsAck => (flags & Http2Frames.Ack) != 0;

    public bool EndsStream => Type is Http2Frames.Data or Http2Frames.Headers && (flags & Http2Frames.EndStream) != 0;
}
