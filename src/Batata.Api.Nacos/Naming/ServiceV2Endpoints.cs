using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>Services over v2. Protocol source: Nacos 3.1 <c>ServiceControllerV2</c>.</summary>
internal sealed class ServiceV2Endpoints(IServiceDirectory directory, INamingQueries queries, NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    private const string Replacement = " ${contextPath:nacos}/v3/admin/ns/service";
    private const int DefaultPageSize = 20;
    private const int MaxPageSize = 500;

    public void Map(NacosRouteBuilder nacos)
    {
        var v2 = nacos.Group("/v2/ns/service", ResultErrors.Instance);
        ServiceFields.Declare(Declare(v2.Post("", CreateAsync), NacosPermission.WriteNaming, "POST"));
        ServiceFields.Declare(Declare(v2.Put("", UpdateAsync), NacosPermission.WriteNaming, "PUT"));
        Declare(v2.Delete("", RemoveAsync), NacosPermission.WriteNaming, "DELETE").Requires("serviceName");
        Declare(v2.Get("", DetailAsync), NacosPermission.ReadNaming, "GET").Requires("serviceName");
        v2.Get("/list", ListAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Admin, "GET" + Replacement + "/list")
            .Checked(checks.Default)
            .TakesPage();
    }

    private NacosRoute Declare(NacosRoute route, NacosPermission permission, string method) =>
        route.RequireNacosPermission(permission).Compatibility(ApiClass.Admin, method + Replacement).Checked(checks.Default);

    private async Task CreateAsync(NacosRequest request)
    {
        var form = ServiceFields.Read(request);
        await (form.Ok ? request.ResultAsync(await mediator.Send(form.Value.ToCreate(), request.Aborted)) : request.RefuseAsync(form.Failure));
    }

    private async Task UpdateAsync(NacosRequest request)
    {
        var form = ServiceFields.Read(request);
        await (form.Ok ? request.ResultAsync(await mediator.Send(form.Value.ToUpdate(), request.Aborted)) : request.RefuseAsync(form.Failure));
    }

    private async Task RemoveAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        await (service.Ok ? request.ResultAsync(await mediator.Send(new RemoveService(service.Value), request.Aborted)) : request.RefuseAsync(service.Failure));
    }

    /// <summary>Nacos 3.1 answers 500 as soon as there is a cluster (the conversion meets a list of hosts that nobody filled); here the hosts are in it.</summary>
    private Task DetailAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        return directory.Find(service.Value) is { Kind: not null } found
            ? Answers.SuccessAsync(request.Http, found, static (json, service) => CatalogJson.WriteWithInstances(json, service, nulls: true))
            : request.RefuseAsync(NamingFailures.ServiceUnknown(service.Value));
    }

    /// <summary>Plain names of one group. The selector is taken but not looked at (Nacos 3.x).</summary>
    private Task ListAsync(NacosRequest request)
    {
        var size = request.Int("pageSize", DefaultPageSize);
        if (size < 0) return request.RefuseAsync(new Failure(FailureKind.Invalid, "naming.page", $"pageSize must not be negative, current is {size}"));
        var page = queries.ListNames(request.NamespaceField(), request.GroupField(), request.Int("pageNo", 1), Math.Min(size, MaxPageSize));
        return Answers.SuccessAsync(request.Http, page, static (json, names) =>
        {
            json.WriteStartObject();
            json.WriteNumber("count"u8, names.Count);
            json.WriteStartArray("services"u8);
            foreach (var name in names.Names) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
