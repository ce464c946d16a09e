using Batata.Api.Nacos.Identity;
using System.Text.Json;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>Names of services and who subscribes to them. Protocol source: Nacos 3.1 <c>ServiceController</c>.</summary>
internal sealed class ServiceListV1Endpoints(INamingQueries queries, NamingAcrossNodes nodes, NamingChecks checks) : INacosEndpoints
{
    private static readonly string[] SelectorTypes = [ServiceSelector.NoneType, ServiceSelector.LabelType];

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(NamingV1.Prefix + "/service", NamingV1Errors.Instance);
        v1.Get("/list", ListAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Client, "GET ${contextPath:nacos}/v3/admin/ns/service/list")
            .Checked(checks.Default)
            .RequiresByHand("pageNo", "pageSize");
        v1.Get("/names", NamesAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/ns/service/list")
            .Checked(checks.Default);
        v1.Get("/subscribers", SubscribersAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/ns/service/subscribers")
            .Checked(checks.Default)
            .RequiresByHand("serviceName");
        v1.Get("/selector/types", SelectorTypesAsync)
            .RequireNacosPermission(OpenAccess.ServerFigures)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/ns/service/selector/types");
    }

    /// <summary>A number that is none is 0: the first page, or no names.</summary>
    private Task ListAsync(NacosRequest request)
    {
        var pageSize = request.Count("pageSize");
        if (pageSize < 0) return request.RefusedAsync(new Failure(FailureKind.Invalid, NamingFailures.FilterCode, $"Illegal Capacity: {pageSize}"));
        var names = queries.ListNames(request.Namespace(), request.Optional("groupName", ServiceKey.DefaultGroup), request.Count("pageNo"), pageSize);
        return request.JsonAsync(names, static (json, page) =>
        {
            json.WriteStartObject();
            json.WriteNumber("count"u8, page.Count);
            json.WriteStartArray("doms"u8);
            foreach (var name in page.Names) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private Task NamesAsync(NacosRequest request)
    {
        var namespaceId = request.Optional("namespaceId");
        var found = queries.SearchServices(namespaceId.Length == 0 ? null : namespaceId, request["expr"]);
        return found.Ok
            ? request.JsonAsync((namespaceId, Services: found.Value), static (json, x) => WriteNames(json, x.namespaceId, x.Services))
            : request.RefusedAsync(found.Failure);
    }

    /// <summary>The odd key is the reference's, since 2.1; before that it was <c>services</c>. A namespace that was asked for is there in any case.</summary>
    private static void WriteNames(Utf8JsonWriter json, string namespaceId, IReadOnlyList<ServiceKey> services)
    {
        json.WriteStartObject();
        json.WriteStartObject("META-INF/services"u8);
        var open = namespaceId.Length > 0 ? namespaceId : null;
        if (open is not null) json.WriteStartArray(open);
        foreach (var service in services)
        {
            if (service.NamespaceId != open)
            {
                if (open is not null) json.WriteEndArray();
                json.WriteStartArray(open = service.NamespaceId);
            }
            json.WriteStringValue(service.GroupedName);
        }
        if (open is not null) json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("count"u8, services.Count);
        json.WriteEndObject();
    }

    /// <summary>Group and name match as parts, and beyond the last page there is nobody.</summary>
    private async Task SubscribersAsync(NacosRequest request)
    {
        var service = request.Service();
        if (!service.Ok)
        {
            await request.RefusedAsync(service.Failure);
            return;
        }
        var all = await nodes.SubscribersLikeAsync(
            service.Value.NamespaceId, service.Value.Group, service.Value.Name, request.Bool("aggregation", otherwise: true), request.Aborted);
        var (page, size) = (request.Count("pageNo", 1), request.Count("pageSize", 1000));
        var from = Math.Max(0, (page - 1L) * size);
        var shown = from < all.Count && size > 0 ? all.Skip((int)from).Take(size) : [];
        await request.JsonAsync((shown, all.Count), static (json, x) => WriteSubscribers(json, x.shown, x.Count));
    }

    private static void WriteSubscribers(Utf8JsonWriter json, IEnumerable<ServiceSubscriber> subscribers, int count)
    {
        json.WriteStartObject();
        json.WriteStartArray("subscribers"u8);
        foreach (var (service, _, subscriber) in subscribers)
        {
            json.WriteStartObject();
            json.WriteString("addrStr"u8, subscriber.Address);
            json.WriteString("agent"u8, subscriber.Agent);
            json.WriteString("app"u8, subscriber.App);
            json.WriteString("ip"u8, subscriber.Ip);
            json.WriteNumber("port"u8, subscriber.Port);
            json.WriteString("namespaceId"u8, service.NamespaceId);
            json.WriteString("serviceName"u8, service.GroupedName);
            if (subscriber.Clusters is { } clusters) json.WriteString("cluster"u8, clusters);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("count"u8, count);
        json.WriteEndObject();
    }

    private static Task SelectorTypesAsync(NacosRequest request) => Answers.RestResultAsync(
        request.Http, NacosHeaders.Json, StatusCodes.Status200OK, null, SelectorTypes, BasicJson.Default.StringArray);
}
