using System.Collections.Immutable;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// All instances of a service in pages, disabled ones too. Says what is wrong in the way of v1. Protocol source: Nacos 3.1 <c>CatalogControllerV2</c>,
/// which cuts the page before it filters and fails over that; here the page is one of what is left.
/// </summary>
internal sealed class CatalogV2Endpoints(IServiceDirectory directory, NamingChecks checks) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos) => nacos.Group("/v2/ns/catalog", NamingV1Errors.Instance)
        .Any("/instances", ListAsync)
        .RequireNacosPermission(NacosPermission.ReadNaming)
        .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/ns/instance/list")
        .Checked(checks.Default)
        .Requires("serviceName")
        .Takes("healthyOnly", ParameterType.Bool)
        .Takes("enabledOnly", ParameterType.Bool)
        .Takes("pageNo", ParameterType.Int, required: true)
        .Takes("pageSize", ParameterType.Int, required: true);

    private Task ListAsync(NacosRequest request)
    {
        var service = ServiceKey.Of(request.NamespaceField(), request.Text("serviceName"));
        var instances = Filtered(directory.Find(service)?.Instances ?? [], request);
        var page = new NamingPage(request.Int("pageNo"), Math.Max(request.Int("pageSize"), 0));
        return Answers.SuccessAsync(request.Http, (service, instances.Length, page.Cut(instances).ToImmutableArray()), static (json, x) =>
        {
            json.WriteStartObject();
            if (!x.Item3.IsEmpty)
            {
                json.WritePropertyName("instances"u8);
                InstanceJson.WriteAll(json, x.Item3, x.service);
            }
            json.WriteNumber("count"u8, x.Length);
            json.WriteEndObject();
        });
    }

    /// <summary>Either filter selects exactly the state that it names; one that was not sent selects nothing.</summary>
    private static ImmutableArray<Instance> Filtered(ImmutableArray<Instance> all, NacosRequest request)
    {
        var healthy = string.IsNullOrEmpty(request["healthyOnly"]) ? (bool?)null : request.Bool("healthyOnly");
        var enabled = string.IsNullOrEmpty(request["enabledOnly"]) ? (bool?)null : request.Bool("enabledOnly");
        return healthy is null && enabled is null ? all : [.. all.Where(i => (healthy ?? i.Healthy) == i.Healthy && (enabled ?? i.Enabled) == i.Enabled)];
    }
}
