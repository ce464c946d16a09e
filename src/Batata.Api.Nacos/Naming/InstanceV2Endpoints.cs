using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>One instance over v2: register, deregister, override, read. Protocol source: Nacos 3.1 <c>InstanceControllerV2</c>.</summary>
internal sealed class InstanceV2Endpoints(InstanceCalls calls, IServiceDirectory directory, NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    private const string Replacement = " ${contextPath:nacos}/v3/admin/ns/instance";

    public void Map(NacosRouteBuilder nacos)
    {
        var v2 = nacos.Group("/v2/ns/instance", ResultErrors.Instance);
        Write(v2.Post("", request => AnswerAsync(request, calls.RegisterAsync)), "POST").TakesInstance();
        Write(v2.Delete("", request => AnswerAsync(request, calls.DeregisterAsync)), "DELETE").TakesInstance();
        Write(v2.Put("", request => AnswerAsync(request, calls.UpdateAsync)), "PUT").TakesInstance();
        v2.Patch("", PatchAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Admin, "PUT" + Replacement + "/partial")
            .Checked(checks.Default)
            .Requires("serviceName", "ip")
            .Takes("port", ParameterType.Int, required: true)
            .Takes("weight", ParameterType.Double, required: true)
            .Takes("enabled", ParameterType.Bool, required: true)
            .Requires("metadata");
        v2.Get("", DetailAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Admin, "GET" + Replacement)
            .Checked(checks.Default)
            .Requires("serviceName", "ip")
            .Takes("port", ParameterType.Int, required: true);
    }

    private NacosRoute Write(NacosRoute route, string method) => route
        .RequireNacosPermission(NacosPermission.WriteNaming)
        .Compatibility(ApiClass.Admin, method + Replacement)
        .Checked(checks.Default);

    /// <summary>Weight is looked at in all of them, even where it does not matter.</summary>
    private Task AnswerAsync(NacosRequest request, InstanceCall call) =>
        InstanceCalls.AnswerAsync(request, request.CompositeService(), request.InstanceField(calls.EphemeralOtherwise), call);

    /// <summary>Answers a bare text, and knows the service by its grouped name.</summary>
    private async Task PatchAsync(NacosRequest request)
    {
        var service = NamingFields.GroupedService(request.NamespaceField(), request.Text("serviceName"));
        var metadata = request.MetadataField();
        var weight = request.Real("weight")!.Value;
        if ((service.Failure ?? metadata.Failure ?? InstanceRules.WeightProblem(weight)) is { } failure)
        {
            await request.RefuseAsync(failure);
            return;
        }
        var address = new InstanceAddress(request.Text("ip"), request.Int("port"), request.Field("cluster", Instance.DefaultCluster));
        var patched = await mediator.Send(
            new PatchInstance(
                service.Value, address, weight, request.Bool("enabled"), string.IsNullOrWhiteSpace(request["metadata"]) ? null : metadata.Value),
            request.Aborted);
        await (patched.Ok
            ? Answers.TextAsync(request.Http, StatusCodes.Status200OK, Accepts.TextType(request.Http.Request), "ok")
            : request.RefuseAsync(patched.Failure));
    }

    private Task DetailAsync(NacosRequest request)
    {
        var service = request.CompositeService();
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        var found = directory.FindInstance(service.Value, request.AddressField());
        return found.Ok
            ? Answers.SuccessAsync(request.Http, (service.Value, found.Value), static (json, x) => InstanceDetailV2Json.Write(json, x.Item2, x.Item1))
            : request.RefuseAsync(found.Failure);
    }
}
