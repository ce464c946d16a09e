using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Naming.Udp;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Namespaces;

namespace Batata.Api.Nacos.Naming;

/// <summary>Whole services over v2: the list that clients ask for, and the health of each address. Protocol source: Nacos 3.1 <c>InstanceControllerV2</c>.</summary>
internal sealed class InstanceListV2Endpoints(ServiceAnswers answers, IServiceDirectory directory, UdpSubscriptions subscriptions) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var v2 = nacos.Group("/v2/ns/instance", ResultErrors.Instance);
        v2.Get("/list", ListAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/ns/instance/list")
            .Checked(NamingChecks.List)
            .Requires("serviceName")
            .Takes("port", ParameterType.Int)
            .Takes("healthyOnly", ParameterType.Bool);
        v2.Any("/statuses/{key}", StatusesAsync).RequireNacosPermission(OpenAccess.OldClients);
    }

    /// <summary>With an address, it subscribes to pushes over UDP, as the list of v1 does.</summary>
    private Task ListAsync(NacosRequest request)
    {
        var service = request.CompositeService();
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        var clusters = request["clusterName"] ?? "";
        if (subscriptions.Renew(request.Http.Request, service.Value, request["ip"] ?? "", request.Int("port"), request["app"] ?? "", clusters) is { } tooMany)
            return request.RefuseAsync(tooMany);
        var info = answers.Of(service.Value, new HostView(clusters, request.Bool("healthyOnly"), Nulls: true));
        return Answers.SuccessAsync(request.Http, info, static (json, x) => x.WriteTo(json, ServiceNameForm.Grouped));
    }

    /// <param name="request">Its key is <c>group@@name</c>, perhaps with <c>namespace##</c> before it.</param>
    private Task StatusesAsync(NacosRequest request)
    {
        var key = request.PathPart("key");
        var at = key.IndexOf("##", StringComparison.Ordinal);
        var service = NamingFields.GroupedService(NamespaceId.Normalize(at < 0 ? null : key[..at]), at < 0 ? key : key[(at + 2)..]);
        return service.Ok
            ? Answers.BareJsonAsync(request.Http, directory.Find(service.Value), StatusesJson.Write)
            : request.RefuseAsync(service.Failure);
    }
}
