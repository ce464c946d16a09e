using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>A connection between two nodes of the cluster that have shown each other the key.</summary>
internal sealed class PeerConnection : ConnectionContext
{
    /// <summary>What Raft gathers before it sends: a batch of entries in few TLS records.</summary>
    private const int BufferBytes = 64 * 1024;

    private readonly SslStream _stream;
    private readonly CancellationTokenSource _closed = new();
    private int _disposed;

    /// <param name="traffic">What is read and written: the stream, or something around it.</param>
    public PeerConnection(Socket socket, SslStream stream, Stream? traffic = null)
    {
        _stream = stream;
        RemoteEndPoint = socket.RemoteEndPoint;
        LocalEndPoint = socket.LocalEndPoint;
        ConnectionClosed = _closed.Token;
        Transport = new Duplex(
            PipeReader.Create(traffic ?? stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true)),
            PipeWriter.Create(traffic ?? stream, new StreamPipeWriterOptions(minimumBufferSize: BufferBytes, leaveOpen: true)));
    }

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override void Abort(ConnectionAbortedException abortReason) => Close();

    public override ValueTask DisposeAsync()
    {
        Close();
        return base.DisposeAsync();
    }

    // The stream owns the socket. Without a farewell: the other side notices, and nobody waits for one that hangs.
    private void Close()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _closed.Cancel();
        _stream.Dispose();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
