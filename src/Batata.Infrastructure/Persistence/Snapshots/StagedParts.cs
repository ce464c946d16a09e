namespace Batata.Infrastructure.Persistence.Snapshots;

/// <summary>The staged parts one behind the other, each in memory while it is read.</summary>
internal sealed class StagedParts(StateSession session, string restoreId, int parts) : ReadOnlyStream
{
    private static readonly Sql Select = new("SELECT content FROM consul_restore_part WHERE restore_id = ?1 AND part = ?2");

    private ReadOnlyMemory<byte> _part;
    private int _next;

    public override int Read(Span<byte> buffer)
    {
        while (_part.IsEmpty)
        {
            if (_next == parts) return 0;
            using var row = session.Prepare(Select).Bind(1, restoreId).Bind(2, _next++);
            _part = row.Step() ? row.Utf8(0).ToArray() : throw new InvalidDataException("a part is missing");
        }
        var count = Math.Min(buffer.Length, _part.Length);
        _part.Span[..count].CopyTo(buffer);
        _part = _part[count..];
        return count;
    }
}

/// <summary>A stream that only <see cref="Stream.Read(Span{byte})"/> is asked of.</summary>
internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public abstract override int Read(Span<byte> buffer);

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
