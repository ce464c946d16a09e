using Batata.Host.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Batata.Host.Listeners;

/// <summary>
/// Closes connections that are over a limit before a byte of them is read. Kestrel's own limit counts all ports together, so that clients could keep
/// out the other nodes.
/// </summary>
internal sealed class ConnectionGate(ServerOptions server)
{
    private readonly AddressCounts _byAddress = new();

    public static bool IsWanted(ServerOptions server) => server.MaxConnections > 0 || server.MaxConnectionsPerAddress > 0;

    /// <summary>Goes before TLS, so that a refused connection costs no handshake.</summary>
    public void Guard(ListenOptions endpoint, PortCount ofPort) => endpoint.Use(next => async connection =>
    {
        var address = server.MaxConnectionsPerAddress > 0 ? AddressCounts.Of(connection) : null;
        try
        {
            var isOver = ofPort.Add(1) > server.MaxConnections && server.MaxConnections > 0;
            if (address is not null && _byAddress.Enter(address) > server.MaxConnectionsPerAddress) isOver = true;
            if (isOver) connection.Abort(new ConnectionAbortedException("too many connections"));
            else await next(connection);
        }
        finally
        {
            ofPort.Add(-1);
            if (address is not null) _byAddress.Leave(address);
        }
    });

    /// <summary>A number that the addresses of one port share.</summary>
    internal sealed class PortCount
    {
        private int _count;

        public int Add(int change) => Interlocked.Add(ref _count, change);
    }
}
