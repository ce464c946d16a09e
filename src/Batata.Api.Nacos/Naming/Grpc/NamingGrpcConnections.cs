using Batata.Api.Nacos.Grpc.Connections;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>
/// Makes connections of the naming module clients of the registry, and lets what they hold go with them. Other modules read only.
/// Protocol source: Nacos 3.1 <c>ConnectionBasedClientManager</c>.
/// </summary>
internal sealed class NamingGrpcConnections(IConnectionNaming naming) : IConnectionObserver
{
    public void Opening(ClientConnection connection, ClientInfo client)
    {
        if (client.Module is not ("naming" or "ai")) return;
        naming.Connect(new NamingConnection(connection.Id, client.Ip, connection.RemotePort, "GRPC", client.AppName, client.Version), connection);
    }

    public void Closed(ClientConnection connection) => naming.Disconnect(connection.Id);
}
