using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Sessions;

/// <summary><c>/v1/session/</c>. Protocol source: Consul <c>agent/session_endpoint.go</c>.</summary>
internal sealed class SessionEndpoints(SessionReads reads, SessionWrites writes) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/session/create").On("PUT", ConsulPermission.Write(ConsulResource.Session), writes.CreateAsync);
        consul.Path("/session/destroy/").On("PUT", ConsulPermission.Write(ConsulResource.Session), writes.DestroyAsync);
        consul.Path("/session/renew/").On("PUT", ConsulPermission.Write(ConsulResource.Session), writes.RenewAsync);
        consul.Path("/session/info/").On("GET", ConsulPermission.Filter(ConsulResource.Session), reads.InfoAsync);
        consul.Path("/session/node/").On("GET", ConsulPermission.Filter(ConsulResource.Session), reads.OfNodeAsync);
        consul.Path("/session/list").On("GET", ConsulPermission.Filter(ConsulResource.Session), reads.ListAsync);
    }
}
