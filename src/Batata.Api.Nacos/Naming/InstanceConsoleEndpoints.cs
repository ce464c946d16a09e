using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming;

/// <summary>Instances on the console. Protocol source: Nacos 3.1 <c>ConsoleInstanceController</c>.</summary>
internal sealed class InstanceConsoleEndpoints(InstanceCalls calls, IServiceDirectory directory, NamingChecks checks) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var console = nacos.ConsoleGroup("/v3/console/ns/instance", ResultErrors.Instance);
        console.Any("/list", ListAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Checked(checks.Default)
            .RequiresFields("serviceName")
            .Takes("healthyOnly", ParameterType.Bool)
            .TakesPage();
        console.Put("", request => InstanceCalls.AnswerAsync(request, request.ServiceField(), request.InstanceField(ephemeralOtherwise: false), calls.UpdateAsync))
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Checked(checks.Default)
            .TakesInstance();
    }

    /// <summary>All of one cluster, disabled and unhealthy ones too. A page number below 1 is page 1, and is repeated as it came (Nacos 3.x).</summary>
    private Task ListAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        var page = NamingPage.Of(request);
        if (page.Size < 1) return request.RefuseAsync(new Failure(FailureKind.Invalid, "naming.page", $"pageSize must be positive, current is {page.Size}"));
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        var found = directory.FindCluster(service.Value, request.ClusterField());
        return found.Ok
            ? Answers.SuccessAsync(request.Http, (page, service.Value, found.Value), static (json, x) =>
            {
                var (asked, key, instances) = x;
                var groupedName = key.GroupedName;
                asked.Write(json, instances.Length, asked.Cut(instances), (item, instance) => InstanceJson.Write(item, instance, key, groupedName, nulls: true));
            })
            : request.RefuseAsync(found.Failure);
    }
}
