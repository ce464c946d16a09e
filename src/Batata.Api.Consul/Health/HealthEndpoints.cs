using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Health;

/// <summary><c>/v1/health</c>. Protocol source: Consul <c>agent/health_endpoint.go</c>.</summary>
internal sealed class HealthEndpoints(HealthReads health, CheckReads checks) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/health/node/").On("GET", ConsulPermission.Filter(ConsulResource.Node), checks.NodeAsync);
        consul.Path("/health/checks/").On("GET", ConsulPermission.Filter(ConsulResource.Service), checks.ServiceAsync);
        consul.Path("/health/state/").On("GET", ConsulPermission.Filter(ConsulResource.Node), checks.StateAsync);
        consul.Path("/health/service/").On("GET", ConsulPermission.Filter(ConsulResource.Service), health.ServiceAsync);
        consul.Path("/health/connect/").On("GET", ConsulPermission.Read(ConsulResource.Service), health.ConnectAsync);
        consul.Path("/health/ingress/").On("GET", ConsulPermission.Read(ConsulResource.Service), health.IngressAsync);
    }
}
