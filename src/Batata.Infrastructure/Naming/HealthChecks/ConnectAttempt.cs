using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>Connects a socket, says how that ended without an exception, and can be used again: there are thousands a second. Carries no execution context.</summary>
internal sealed class ConnectAttempt() : SocketAsyncEventArgs(true), IValueTaskSource<SocketError>
{
    private ManualResetValueTaskSourceCore<SocketError> _done;
    private Socket? _socket;

    /// <returns>Success, what the system said, or <see cref="SocketError.TimedOut"/> when the token ended it. The socket is the caller's to dispose of.</returns>
    public async ValueTask<SocketError> ConnectAsync(Socket socket, IPEndPoint to, CancellationToken cancellationToken)
    {
        _done.Reset();
        _socket = socket;
        RemoteEndPoint = to;
        if (!socket.ConnectAsync(this)) return SocketError;
        await using (cancellationToken.UnsafeRegister(static s => ((ConnectAttempt)s!).GiveUp(), this))
        {
            var error = await new ValueTask<SocketError>(this, _done.Version);
            return error == SocketError.OperationAborted ? SocketError.TimedOut : error;
        }
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => _done.SetResult(SocketError);

    /// <summary>When this process was busy, the answer may be there and nobody has looked at it: then it counts.</summary>
    private void GiveUp()
    {
        try
        {
            if (_socket is { } socket && !socket.Poll(0, SelectMode.SelectWrite)) socket.Dispose();
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It has just ended.
        }
    }

    SocketError IValueTaskSource<SocketError>.GetResult(short token) => _done.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<SocketError>.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource<SocketError>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);
}
