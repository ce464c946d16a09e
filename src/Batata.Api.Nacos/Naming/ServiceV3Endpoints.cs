using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// Services and their clusters, for operators and for the console: the same calls, but for who may and what an unknown service is answered with.
/// Protocol source: Nacos 3.1 <c>ServiceControllerV3</c>, <c>ClusterControllerV3</c>, <c>ConsoleServiceController</c>.
/// </summary>
internal sealed class ServiceV3Endpoints(IServiceDirectory directory, NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    private const int ServiceNotExist = 21008;

    public void Map(NacosRouteBuilder nacos)
    {
        var admin = nacos.Group("/v3/admin/ns", ResultErrors.Instance);
        MapCommon(admin);
        Write(ServiceFields.Declare(admin.Put("/service", request => UpdateAsync(request, ResultErrors.Instance.RefusedAsync))));
        Read(admin.Get("/service", DetailAsync)).RequiresFields("serviceName");
        admin.Get("/service/selector/types", SelectorTypesAsync).RequireNacosPermission(NacosPermission.ReadNaming);
        Write(ClusterFields.Declare(admin.Put("/cluster", request => ClusterFields.UpdateAsync(request, mediator))));

        var console = nacos.ConsoleGroup("/v3/console/ns", ResultErrors.Instance);
        MapCommon(console);
        Write(ServiceFields.Declare(console.Put("/service", request => UpdateAsync(request, RefuseOnConsoleAsync))));
        Read(console.Get("/service", DetailOnConsoleAsync)).RequiresFields("serviceName");
        console.Get("/service/selector/types", SelectorTypesAsync).RequireNacosPermission(NacosPermission.Identity);
        Write(ClusterFields.Declare(console.Put("/service/cluster", request => ClusterFields.UpdateAsync(request, mediator))));
    }

    private void MapCommon(NacosRouteGroup group)
    {
        Write(ServiceFields.Declare(group.Post("/service", CreateAsync)));
        Write(group.Delete("/service", RemoveAsync)).RequiresFields("serviceName");
    }

    private NacosRoute Write(NacosRoute route) => route.RequireNacosPermission(NacosPermission.WriteNaming).Checked(checks.Default);

    private NacosRoute Read(NacosRoute route) => route.RequireNacosPermission(NacosPermission.ReadNaming).Checked(checks.Default);

    private async Task CreateAsync(NacosRequest request)
    {
        var form = ServiceFields.Read(request);
        await (form.Ok
            ? request.ResultAsync(await mediator.Send(form.Value.ToCreate(), request.Aborted))
            : request.RefuseAsync(form.Failure));
    }

    private async Task UpdateAsync(NacosRequest request, Func<HttpContext, Failure, Task> refuse)
    {
        var form = ServiceFields.Read(request);
        var updated = form.Ok ? await mediator.Send(form.Value.ToUpdate(), request.Aborted) : form.Failure;
        await (updated.Ok ? request.ResultAsync(updated) : refuse(request.Http, updated.Failure));
    }

    private async Task RemoveAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        await (service.Ok ? request.ResultAsync(await mediator.Send(new RemoveService(service.Value), request.Aborted)) : request.RefuseAsync(service.Failure));
    }

    private Task DetailAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        return directory.Find(service.Value) is { Kind: not null } found
            ? Answers.SuccessAsync(request.Http, found, ServiceDetailJson.WriteV3)
            : request.RefuseAsync(NamingFailures.ServiceUnknown(service.Value));
    }

    private Task DetailOnConsoleAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        var found = service.Ok ? directory.FindService(service.Value) : service.Failure;
        return found.Ok ? Answers.SuccessAsync(request.Http, found.Value, ServiceDetailJson.WriteV3) : request.RefuseAsync(found.Failure);
    }

    /// <summary>Nacos 3.x: the console's own handler looks the service up first, and answers 404 where operators get 400.</summary>
    private static Task RefuseOnConsoleAsync(HttpContext http, Failure failure) => failure.Code == NamingFailures.ServiceMissingCode
        ? Answers.ResultAsync(http, StatusCodes.Status404NotFound, ServiceNotExist, "service not exist", failure.Message, BasicJson.Default.String)
        : ResultErrors.Instance.RefusedAsync(http, failure);

    private static Task SelectorTypesAsync(NacosRequest request) => Answers.SuccessAsync(request.Http, ServiceSelector.Types, static (json, types) =>
    {
        json.WriteStartArray();
        foreach (var type in types) json.WriteStringValue(type);
        json.WriteEndArray();
    });
}
