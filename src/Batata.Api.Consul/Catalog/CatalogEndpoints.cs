using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Catalog;

/// <summary><c>/v1/catalog</c>. Protocol source: Consul <c>agent/catalog_endpoint.go</c>.</summary>
internal sealed class CatalogEndpoints(CatalogReads reads, CatalogWrites writes, StateReads state, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/catalog/register").On("PUT", ConsulPermission.Write(ConsulResource.Each), writes.RegisterAsync);
        consul.Path("/catalog/deregister").On("PUT", ConsulPermission.Write(ConsulResource.Each), writes.DeregisterAsync);
        consul.Path("/catalog/datacenters").On("GET", ConsulPermission.Open, DatacentersAsync);
        consul.Path("/catalog/nodes").On("GET", ConsulPermission.Filter(ConsulResource.Node), reads.NodesAsync);
        consul.Path("/catalog/services").On("GET", ConsulPermission.Filter(ConsulResource.Service), reads.ServicesAsync);
        consul.Path("/catalog/service/").On("GET", ConsulPermission.Filter(ConsulResource.Service), reads.ServiceAsync);
        consul.Path("/catalog/connect/").On("GET", ConsulPermission.Filter(ConsulResource.Service), reads.ConnectAsync);
        consul.Path("/catalog/node/").On("GET", ConsulPermission.Filter(ConsulResource.Node), reads.NodeAsync);
        consul.Path("/catalog/node-services/").On("GET", ConsulPermission.Filter(ConsulResource.Node), reads.NodeServicesAsync);
        consul.Path("/catalog/gateway-services/").On("GET", ConsulPermission.Read(ConsulResource.Service), GatewayServicesAsync);
    }

    /// <summary>Whatever this node knows, also without a leader; neither wait nor datacenter are looked at.</summary>
    private Task DatacentersAsync(ConsulRequest request)
    {
        if (QueryOptions.ParseConsistency(request, out _) is { } refused) return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, refused);
        var answer = FilteredReads.Object(0, request.Query.Has("pretty"), json =>
        {
            json.WriteStartArray();
            json.WriteStringValue(options.Value.Datacenter);
            json.WriteEndArray();
        }) with { IsBare = true };
        return state.ServeAsync(request, QueryOptions.Default with { Stale = true }, new StateRead([], _ => ValueTask.FromResult(answer)) { IsCacheable = true });
    }

    /// <summary>Which services a gateway serves is said by config entries. There are none yet, and so it is none.</summary>
    private async Task GatewayServicesAsync(ConsulRequest request)
    {
        if (await CatalogRequest.ReadAsync(request, "", missing: "Missing gateway name") is not { } asked) return;
        await state.ServeAsync(request, asked.Options, new StateRead([], _ => ValueTask.FromResult(FilteredReads.List<string>([], 0, asked.Pretty, static (_, _) => { }))) { SaysConsistency = true });
    }
}
