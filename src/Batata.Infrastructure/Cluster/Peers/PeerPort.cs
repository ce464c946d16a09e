using Batata.Infrastructure.Cluster.Administration;
using Batata.Infrastructure.Naming.Sync;
using Microsoft.AspNetCore.Builder;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>The pipeline of the port between nodes.</summary>
public static class PeerPort
{
    public static void UseBatataPeers(this IApplicationBuilder peers)
    {
        ArgumentNullException.ThrowIfNull(peers);
        peers.UseRouting();
        peers.UseEndpoints(static endpoints =>
        {
            endpoints.MapGrpcService<NodeService>();
            endpoints.MapGrpcService<OperationsService>();
            endpoints.MapGrpcService<NamingPeerService>();
            endpoints.MapGrpcService<QueryService>();
            endpoints.MapGrpcService<SessionService>();
            endpoints.MapGrpcService<AdminService>();
        });
    }
}
