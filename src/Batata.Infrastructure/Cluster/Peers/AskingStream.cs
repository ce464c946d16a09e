using System.Net.Security;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>
/// The side of a connection that asks. A short question that is not answered in a second breaks it: a node that hangs keeps its connections, and a
/// vote, which waits for all members, would wait for it as long as for a snapshot to be installed. After a long one, a snapshot or many entries, only
/// Raft's own patience counts.
/// </summary>
internal sealed class AskingStream(SslStream inner, TimeProvider time) : Stream
{
    private const int ShortBytes = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private long _asked;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_asked > ShortBytes)
        {
            _asked = 0; // the answer begins
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            _asked = 0;
            return await inner.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"It did not answer within {Patience.TotalSeconds} s.", e);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _asked += buffer.Length;
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count)
    {
        _asked += count;
        inner.Write(buffer, offset, count);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
