using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Batata.Infrastructure.Cluster;

/// <summary>The transport of a node that has no peers: it listens nowhere. The Raft port has no authentication of its own, so it is open only where peers need it.</summary>
internal sealed class LoneTransport : IConnectionListenerFactory, IConnectionFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new Nobody(endpoint));

    public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"A node alone has no peer {endpoint}.");

    private sealed class Nobody(EndPoint endPoint) : IConnectionListener
    {
        public EndPoint EndPoint { get; } = endPoint;

        /// <summary>Null ends the accepting loop.</summary>
        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new((ConnectionContext?)null);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
