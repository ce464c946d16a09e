using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>The service pages of the 2.x console. Protocol source: Nacos 3.1 <c>CatalogController</c>.</summary>
internal sealed class CatalogV1Endpoints(IServiceDirectory directory, INamingQueries queries, NamingChecks checks) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(NamingV1.Prefix + "/catalog", NamingV1Errors.Instance);
        v1.Get("/service", ServiceAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/ns/service")
            .Checked(checks.Default)
            .Requires("serviceName");
        v1.Get("/instances", InstancesAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/ns/instance/list")
            .Checked(checks.Default)
            .Requires("serviceName", "clusterName")
            .Takes("pageNo", ParameterType.Int, required: true)
            .Takes("pageSize", ParameterType.Int, required: true);
        v1.Get("/services", ServicesAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/ns/service/list")
            .Checked(checks.Default)
            .Takes("withInstances", ParameterType.Bool)
            .Takes("pageNo", ParameterType.Int, required: true)
            .Takes("pageSize", ParameterType.Int, required: true)
            .Takes("hasIpCount", ParameterType.Bool);
    }

    private Task ServiceAsync(NacosRequest request)
    {
        var service = request.NamedService();
        if (!service.Ok) return request.RefusedAsync(service.Failure);
        var found = directory.FindService(service.Value);
        return found.Ok ? request.JsonAsync(found.Value, ServiceV1Json.WriteCatalogue) : request.RefusedAsync(found.Failure);
    }

    /// <summary>Disabled ones too, with their real health.</summary>
    private Task InstancesAsync(NacosRequest request)
    {
        var service = request.NamedService();
        if (!service.Ok) return request.RefusedAsync(service.Failure);
        var found = directory.FindCluster(service.Value, request.Text("clusterName"));
        if (!found.Ok) return request.RefusedAsync(found.Failure);
        return request.JsonAsync(
            (Service: service.Value, Instances: found.Value, Page: request.Int("pageNo"), Size: request.Int("pageSize")),
            static (json, x) =>
            {
                json.WriteStartObject();
                json.WritePropertyName("list"u8);
                CatalogJson.WriteInstances(json, x.Service, x.Instances, x.Page, x.Size);
                json.WriteNumber("count"u8, x.Instances.Length);
                json.WriteEndObject();
            });
    }

    /// <summary>With instances, 3.x fails as soon as there is a service; here the list of 2.x is answered.</summary>
    private Task ServicesAsync(NacosRequest request)
    {
        var filter = new ServiceFilter(request.Namespace(), request["groupNameParam"], request["serviceNameParam"], request.Bool("hasIpCount"));
        var found = queries.ListServices(filter, request.Int("pageNo"), request.Int("pageSize"));
        if (!found.Ok) return request.RefusedAsync(found.Failure);
        if (request.Bool("withInstances"))
        {
            return request.JsonAsync(found.Value, static (json, page) =>
            {
                json.WriteStartArray();
                foreach (var service in page.Services) CatalogJson.WriteWithInstances(json, service);
                json.WriteEndArray();
            });
        }
        return request.JsonAsync(found.Value, static (json, page) =>
        {
            json.WriteStartObject();
            json.WriteNumber("count"u8, page.Count);
            json.WriteStartArray("serviceList"u8);
            foreach (var service in page.Services) CatalogJson.WriteView(json, service);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
