using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// Pages of services and of who subscribes to one, for operators and for the console alike. Protocol source: Nacos 3.1 <c>ServiceControllerV3</c>,
/// <c>ConsoleServiceController</c>, <c>ServiceListForm</c>, <c>AggregationForm</c>.
/// </summary>
internal sealed class ServiceListV3Endpoints(INamingQueries queries, NamingAcrossNodes nodes, NamingChecks checks) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        NacosRouteGroup[] groups = [nacos.Group("/v3/admin/ns", ResultErrors.Instance), nacos.ConsoleGroup("/v3/console/ns", ResultErrors.Instance)];
        foreach (var group in groups)
        {
            group.Get("/service/list", ListAsync)
                .RequireNacosPermission(NacosPermission.ReadNaming)
                .Checked(checks.Default)
                .Takes("ignoreEmptyService", ParameterType.Bool)
                .Takes("withInstances", ParameterType.Bool)
                .TakesPage();
            group.Get("/service/subscribers", SubscribersAsync)
                .RequireNacosPermission(NacosPermission.ReadNaming)
                .Checked(checks.Default)
                .RequiresFields("serviceName")
                .TakesPage()
                .Takes("aggregation", ParameterType.Bool);
        }
    }

    private Task ListAsync(NacosRequest request)
    {
        var asked = NamingPage.Read(request);
        if (!asked.Ok) return request.RefuseAsync(asked.Failure);
        var withInstances = request.Bool("withInstances");
        // Nacos 3.x: with instances, empty services are not left out.
        var hideEmpty = request.Bool("ignoreEmptyService") && !withInstances;
        var page = queries.ListServices(
            new ServiceFilter(request.NamespaceField(), request["groupNameParam"], request["serviceNameParam"], hideEmpty), asked.Value.Number, asked.Value.Size);
        return page.Ok
            ? Answers.SuccessAsync(request.Http, (page.Value, asked.Value, withInstances), static (json, x) =>
                x.Item2.Write(json, x.Item1.Count, x.Item1.Services, x.withInstances ? ServiceDetailJson.WriteWithInstances : CatalogJson.WriteView))
            : request.RefuseAsync(page.Failure);
    }

    /// <summary>Names are parts, as in Nacos (<c>NamingSubscriberServiceLocalImpl.getFuzzySubscribers</c>).</summary>
    private async Task SubscribersAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        var page = NamingPage.Read(request);
        if ((service.Failure ?? page.Failure) is { } failure)
        {
            await request.RefuseAsync(failure);
            return;
        }
        var found = await nodes.SubscribersLikeAsync(
            service.Value.NamespaceId, service.Value.Group, service.Value.Name, request.Bool("aggregation", otherwise: true), request.Aborted);
        await Answers.SuccessAsync(
            request.Http, (page.Value, found), static (json, x) => x.Value.Write(json, x.found.Count, x.Value.Cut(x.found), SubscriberJson.WriteInfo));
    }
}
