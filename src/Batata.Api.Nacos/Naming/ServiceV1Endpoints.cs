using System.Globalization;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>Services made and edited by hand. Protocol source: Nacos 3.1 <c>ServiceController</c>.</summary>
internal sealed class ServiceV1Endpoints(IServiceDirectory directory, NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    private const string Service = "/service";

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(NamingV1.Prefix, NamingV1Errors.Instance);
        v1.Post(Service, CreateAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Admin, "POST ${contextPath:nacos}/v3/admin/ns/service")
            .Checked(checks.Default)
            .Requires("serviceName")
            .Takes("protectThreshold", ParameterType.Float);
        v1.Delete(Service, RemoveAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Admin, "DELETE ${contextPath:nacos}/v3/admin/ns/service")
            .Checked(checks.Default)
            .Requires("serviceName");
        v1.Get(Service, DetailAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/ns/service")
            .Checked(checks.Default)
            .Requires("serviceName");
        v1.Put(Service, UpdateAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Admin, "PUT ${contextPath:nacos}/v3/admin/ns/service")
            .Checked(checks.Default)
            .RequiresByHand("serviceName", "protectThreshold");
    }

    /// <summary>A persistent one.</summary>
    private async Task CreateAsync(NacosRequest request)
    {
        var (service, selector, metadata, failure) = Read(request);
        if (failure is not null)
        {
            await request.RefusedAsync(failure);
            return;
        }
        var create = new CreateService(service, ServiceKind.Persistent, Threshold(request), selector!, metadata!);
        await request.AnswerAsync(await mediator.Send(create, request.Aborted));
    }

    private async Task RemoveAsync(NacosRequest request)
    {
        var service = request.NamedService();
        await (service.Ok ? request.AnswerAsync(await mediator.Send(new RemoveService(service.Value), request.Aborted)) : request.RefusedAsync(service.Failure));
    }

    private Task DetailAsync(NacosRequest request)
    {
        var service = request.NamedService();
        if (!service.Ok) return request.RefusedAsync(service.Failure);
        return directory.Find(service.Value) is { Kind: not null } found
            ? request.JsonAsync(found, ServiceV1Json.WriteDetail)
            : request.RefusedAsync(new Failure(
                FailureKind.NotFound,
                NamingFailures.ServiceMissingCode,
                $"service not found, namespace: {service.Value.NamespaceId}, serviceName: {service.Value.GroupedName}"));
    }

    /// <summary>What is not sent is emptied; a threshold that is no number counts as 0.</summary>
    private async Task UpdateAsync(NacosRequest request)
    {
        var (service, selector, metadata, failure) = Read(request);
        await (failure is null
            ? request.AnswerAsync(await mediator.Send(new UpdateService(service, Threshold(request), selector!, metadata!), request.Aborted))
            : request.RefusedAsync(failure));
    }

    private static (ServiceKey Service, ServiceSelector? Selector, Metadata? Metadata, Failure? Failure) Read(NacosRequest request)
    {
        var service = request.NamedService();
        var selector = ServiceSelector.Parse(TwiceEncoded.Json(request.First("selector")));
        var metadata = TwiceEncoded.Metadata(request.First("metadata"));
        return (service.Failure ?? selector.Failure ?? metadata.Failure) is { } failure
            ? (default, null, null, failure)
            : (service.Value, selector.Value, metadata.Value, null);
    }

    private static float Threshold(NacosRequest request) =>
        float.TryParse(request.Optional("protectThreshold"), NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) ? threshold : 0;
}
