using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;
using Batata.Infrastructure.Cluster.Members;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>
/// The Raft port. Lets in who holds the key of the cluster; of anybody else Raft never hears. Whatever comes, it goes on listening: DotNext's own
/// listener ends for good with the first error, and lets a stranger hold a connection for as long as a snapshot may take.
/// </summary>
internal sealed partial class PeerListener(PeerIdentity identity, MemberDirectory members, TimeProvider time, ILogger<PeerListener> logger) : IConnectionListenerFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen();
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new DataFolderException($"The Raft port {endpoint} cannot be opened: {e.Message}", e);
        }
        return new(new Listening(this, socket, time));
    }

    /// <summary>Whoever dials wants one node: the address may be of another by now, which must not vote or take entries in its place.</summary>
    private ValueTask<SslServerAuthenticationOptions> SelectTls(SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancellationToken)
    {
        if (members.Store is not { } store || hello.ServerName != PeerIdentity.NameOf(store.Self)) throw new AuthenticationException("it looks for another node");
        return new(identity.ServerOptions());
    }

    private sealed class Listening : IConnectionListener
    {
        /// <summary>Strangers who say nothing are held no longer, and no more of them at a time.</summary>
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
        private const int MaxStrangers = 64;

        private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

        private readonly PeerListener _owner;
        private readonly Socket _socket;
        private readonly TimeProvider _time;
        private readonly CancellationTokenSource _unbound = new();
        private readonly Channel<ConnectionContext> _admitted = Channel.CreateUnbounded<ConnectionContext>();
        private readonly Task _accepting;
        private int _strangers;
        private int _refused;
        private long _lastTold;

        public Listening(PeerListener owner, Socket socket, TimeProvider time)
        {
            (_owner, _socket, _time) = (owner, socket, time);
            EndPoint = socket.LocalEndPoint!;
            _accepting = Task.Run(AcceptAllAsync);
        }

        public EndPoint EndPoint { get; }

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            await _admitted.Reader.WaitToReadAsync(cancellationToken) && _admitted.Reader.TryRead(out var connection) ? connection : null;

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await _unbound.CancelAsync();
            await _accepting;
        }

        public async ValueTask DisposeAsync()
        {
            await UnbindAsync(CancellationToken.None);
            _socket.Dispose();
            while (_admitted.Reader.TryRead(out var connection)) await connection.DisposeAsync();
        }

        private async Task AcceptAllAsync()
        {
            while (!_unbound.IsCancellationRequested)
            {
                try
                {
                    var socket = await _socket.AcceptAsync(_unbound.Token);
                    if (Interlocked.Increment(ref _strangers) <= MaxStrangers)
                    {
                        _ = AdmitAsync(socket);
                        continue;
                    }
                    Interlocked.Decrement(ref _strangers);
                    socket.Dispose();
                    TellRefused("too many at a time");
                }
                catch (OperationCanceledException)
                {
                    // Unbound.
                }
                catch (SocketException e)
                {
                    // Out of descriptors, or a peer that was gone before we looked.
                    TellRefused(e.Message);
                    await Task.Delay(TimeSpan.FromMilliseconds(50), _time);
                }
            }
            _admitted.Writer.TryComplete();
        }

        private async Task AdmitAsync(Socket socket)
        {
            SslStream? stream = null;
            try
            {
                socket.NoDelay = true;
                stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_unbound.Token);
                patience.CancelAfter(Patience);
                await stream.AuthenticateAsServerAsync(_owner.SelectTls, null, patience.Token);
                var connection = new PeerConnection(socket, stream);
                if (!_admitted.Writer.TryWrite(connection)) await connection.DisposeAsync();
            }
#pragma warning disable CA1031 // Whatever a stranger sends, it must end here.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (stream is not null) await stream.DisposeAsync();
                socket.Dispose();
                if (!_unbound.IsCancellationRequested) TellRefused(e is OperationCanceledException ? "it said nothing in time" : e.Message);
            }
            finally
            {
                Interlocked.Decrement(ref _strangers);
            }
        }

        // A scanner must not fill the log.
        private void TellRefused(string why)
        {
            var count = Interlocked.Increment(ref _refused);
            var last = Volatile.Read(ref _lastTold);
            if (last != 0 && _time.GetElapsedTime(last) < Quiet) return;
            if (Interlocked.CompareExchange(ref _lastTold, _time.GetTimestamp(), last) == last) _owner.LogRefused(count, why);
        }
    }

    [LoggerMessage(EventId = 1241, Level = LogLevel.Warning, Message = "{Count} connections to the Raft port were refused so far; the last one: {Why}")]
    private partial void LogRefused(int count, string why);
}
