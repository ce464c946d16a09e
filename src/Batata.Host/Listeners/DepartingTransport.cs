using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Batata.Host.Listeners;

/// <summary>
/// Kestrel's sockets, but with a pause between the end of a listener and that of its connections (<see cref="Departure"/>): Kestrel waits for the first
/// before it begins with the second.
/// </summary>
internal sealed class DepartingTransport(IOptions<SocketTransportOptions> options, ILoggerFactory logs, Departure departure) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets = new(options, logs);

    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new DepartingListener(await _sockets.BindAsync(endpoint, cancellationToken), departure);

    private sealed class DepartingListener(IConnectionListener inner, Departure departure) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => inner.AcceptAsync(cancellationToken);

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await inner.UnbindAsync(cancellationToken);
            await departure.LastAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
