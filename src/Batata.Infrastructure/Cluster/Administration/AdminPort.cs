using Microsoft.AspNetCore.Builder;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>The pipeline behind the socket in the data folder. Why there is one: docs/adr/0013-operators-of-a-node.md.</summary>
public static class AdminPort
{
    /// <summary>Name of the socket in the data folder, once the node holds the folder.</summary>
    public const string SocketName = "admin.sock";

    public static void UseBatataAdmin(this IApplicationBuilder admin)
    {
        ArgumentNullException.ThrowIfNull(admin);
        admin.UseRouting();
        admin.UseEndpoints(static endpoints => endpoints.MapGrpcService<AdminService>());
    }
}
