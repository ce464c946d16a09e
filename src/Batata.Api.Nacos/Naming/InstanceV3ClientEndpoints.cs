using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>What services in languages without gRPC call in 3.x. Protocol source: Nacos 3.1 <c>InstanceOpenApiController</c>.</summary>
internal sealed class InstanceV3ClientEndpoints(InstanceCalls calls, IAddressNaming addresses, IServiceDirectory directory, NamingChecks checks) : INacosEndpoints
{
    private const int InstanceNotFound = 21003;

    public void Map(NacosRouteBuilder nacos)
    {
        var client = nacos.Group("/v3/client/ns/instance", ResultErrors.Instance);
        client.Post("", RegisterAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Checked(checks.Default)
            .TakesInstance()
            .Takes("heartBeat", ParameterType.Bool);
        client.Delete("", request => InstanceCalls.AnswerAsync(
                request, request.ServiceField(), request.InstanceField(calls.EphemeralOtherwise, checkWeight: false), calls.DeregisterAsync))
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Checked(checks.Default)
            .TakesInstance();
        client.Get("/list", ListAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Checked(NamingChecks.List)
            .RequiresFields("serviceName")
            .Takes("healthyOnly", ParameterType.Bool);
    }

    private Task RegisterAsync(NacosRequest request) => request.Bool("heartBeat")
        ? BeatAsync(request)
        : InstanceCalls.AnswerAsync(request, request.ServiceField(), request.InstanceField(calls.EphemeralOtherwise), calls.RegisterAsync);

    /// <summary>Found by its address alone; nothing else of the request is looked at. Whoever is not known must register: 21003 in a 200.</summary>
    private async Task BeatAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        if (!service.Ok)
        {
            await request.RefuseAsync(service.Failure);
            return;
        }
        var beat = await addresses.BeatAsync(service.Value, request.AddressField(), ifUnknown: null, request.Aborted);
        if (!beat.Ok) await request.RefuseAsync(beat.Failure);
        else if (beat.Value.Known) await Answers.SuccessAsync(request.Http, "ok", BasicJson.Default.String);
        else await Answers.ResultAsync<string>(request.Http, StatusCodes.Status200OK, InstanceNotFound, "instance not found", null, BasicJson.Default.String);
    }

    /// <summary>Enabled ones of the clusters that are named, DEFAULT when none is; <c>healthyOnly</c> is taken but not looked at (Nacos 3.x).</summary>
    private Task ListAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        var hosts = HostLists.Of(directory.Find(service.Value), new HostView(request.ClusterField(), Nulls: true));
        return Answers.SuccessAsync(request.Http, hosts, static (json, list) => json.WriteRawValue(list.Utf8, skipInputValidation: true));
    }
}
