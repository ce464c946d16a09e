using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>One instance, for operators: register, deregister, override, read. Protocol source: Nacos 3.1 <c>InstanceControllerV3</c>.</summary>
internal sealed class InstanceV3Endpoints(InstanceCalls calls, IServiceDirectory directory, NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var admin = nacos.Group("/v3/admin/ns/instance", ResultErrors.Instance);
        admin.Post("", request => InstanceCalls.AnswerAsync(request, request.ServiceField(), request.InstanceField(calls.EphemeralOtherwise), calls.RegisterAsync))
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Checked(checks.Default)
            .TakesInstance();
        admin.Delete("", request => InstanceCalls.AnswerAsync(
                request, request.ServiceField(), request.InstanceField(calls.EphemeralOtherwise, checkWeight: false), calls.DeregisterAsync))
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Checked(checks.Default)
            .TakesInstance();
        admin.Put("", request => InstanceCalls.AnswerAsync(request, request.ServiceField(), request.InstanceField(calls.EphemeralOtherwise), calls.UpdateAsync))
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Checked(checks.Default)
            .TakesInstance();
        admin.Put("/partial", PatchAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Checked(checks.Default)
            .TakesInstance();
        admin.Get("", DetailAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming) // Nacos 3.x asks for write here
            .Checked(checks.Default)
            .TakesInstance();
        admin.Get("/list", ListAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Checked(NamingChecks.List)
            .RequiresFields("serviceName")
            .Takes("healthyOnly", ParameterType.Bool);
    }

    /// <summary>Nacos 3.x: the form fills in weight 1 and enabled before anybody looks, so both are always set; only metadata stay when they are not sent.</summary>
    private async Task PatchAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        var instance = request.InstanceField(calls.EphemeralOtherwise);
        if ((service.Failure ?? instance.Failure) is { } failure)
        {
            await request.RefuseAsync(failure);
            return;
        }
        var metadata = string.IsNullOrWhiteSpace(request["metadata"]) ? null : instance.Value.Metadata;
        await request.ResultAsync(await mediator.Send(
            new PatchInstance(service.Value, instance.Value.Address, instance.Value.Weight, instance.Value.Enabled, metadata), request.Aborted));
    }

    private Task DetailAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        var found = directory.FindInstance(service.Value, request.AddressField());
        return found.Ok
            ? Answers.SuccessAsync(
                request.Http, (service.Value, found.Value), static (json, x) => InstanceJson.Write(json, x.Item2, x.Item1, x.Item1.GroupedName, nulls: true))
            : request.RefuseAsync(found.Failure);
    }

    /// <summary>All of one cluster, disabled ones too.</summary>
    private Task ListAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        var found = directory.FindCluster(service.Value, request.ClusterField());
        if (!found.Ok) return request.RefuseAsync(found.Failure);
        var instances = request.Bool("healthyOnly") ? [.. found.Value.Where(static i => i.Healthy)] : found.Value;
        return Answers.SuccessAsync(request.Http, (service.Value, instances), static (json, x) => InstanceJson.WriteAll(json, x.instances, x.Value, nulls: true));
    }
}
