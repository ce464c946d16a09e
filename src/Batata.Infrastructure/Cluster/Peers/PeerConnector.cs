using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Batata.Infrastructure.Cluster.Members;
using Microsoft.AspNetCore.Connections;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>Opens connections to the Raft port of other nodes, wherever they are now.</summary>
internal sealed class PeerConnector(PeerIdentity identity, MemberDirectory members, TimeProvider time) : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (NodeEndPoint.IdOf(endpoint) is not { } id || members.Store?.Find(id) is not { } known) throw new SocketException((int)SocketError.HostNotFound);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(known.Address.RaftEndPoint, cancellationToken);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(identity.ClientOptions(id), cancellationToken);
            return new PeerConnection(socket, stream, new AskingStream(stream, time));
        }
        catch
        {
            if (stream is not null) await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }
}
