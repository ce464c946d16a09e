using Batata.Api.Nacos.Identity;
using System.Text.Json;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// Limits of namespaces and groups, v1 and v3. Whether they are enforced is a setting. Protocol source: Nacos 3.1 <c>CapacityController</c>,
/// <c>CapacityControllerV3</c>.
/// </summary>
internal sealed class ConfigCapacityEndpoints(ICapacityQueries queries, IMediator mediator) : INacosEndpoints
{
    private const string Path = "/capacity";
    private const string NoScope = "At least one of the parameters (groupName or namespaceId) must be provided";
    private const string NoScopeV1 = "The parameter group and tenant cannot be empty at the same time";
    private const string NoLimit = "The parameters quota, maxSize, maxAggrCount, maxAggrSize cannot be empty at the same time";

    private static readonly string[] Limits = ["quota", "maxSize", "maxAggrCount", "maxAggrSize"];

    public void Map(NacosRouteBuilder nacos)
    {
        var admin = nacos.ConfigAdmin();
        admin.Get(Path, GetAsync).RequireNacosPermission(NacosPermission.Read("/v3/admin/cs/capacity")).Checked(ParameterChecks.Config);
        TakesLimits(admin.Post(Path, SetAsync).RequireNacosPermission(NacosPermission.Write("/v3/admin/cs/capacity")).Checked(ParameterChecks.Config));
        var v1 = nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance);
        v1.Get(Path, GetV1Async)
            .RequireNacosPermission(OpenAccess.OldClients)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/cs/capacity")
            .Checked(ParameterChecks.Config);
        TakesLimits(v1.Post(Path, SetV1Async)
            .RequireNacosPermission(NacosPermission.Write("nacos/admin")) // Nacos asks for nothing here; changing quotas is for administrators
            .Compatibility(ApiClass.Admin, "POST ${contextPath:nacos}/v3/admin/cs/capacity")
            .Checked(ParameterChecks.Config));
    }

    private static void TakesLimits(NacosRoute route)
    {
        foreach (var limit in Limits) route.Takes(limit, ParameterType.Int);
    }

    private async Task GetAsync(NacosRequest request)
    {
        if (ScopeOf(request, "namespaceId", "groupName") is not { } scope) await MissingAsync(request, NoScope);
        else await Answers.SuccessAsync(request.Http, await queries.FindAsync(scope, request.Aborted), Write);
    }

    private async Task SetAsync(NacosRequest request)
    {
        if (ScopeOf(request, "namespaceId", "groupName") is not { } scope) await MissingAsync(request, NoScope);
        else if (LimitsOf(request) is not { } limits) await MissingAsync(request, NoLimit);
        else await request.AnswerTrueAsync(mediator.Send(new SetCapacity(scope, limits), request.Aborted));
    }

    private async Task GetV1Async(NacosRequest request)
    {
        var problem = request["group"] is not null ? null : request["tenant"] switch
        {
            null => NoScopeV1,
            var tenant when string.IsNullOrWhiteSpace(tenant) => "tenant cannot be an empty string",
            _ => null,
        };
        if (problem is not null)
        {
            await Answers.RestResultAsync<string>(request.Http, NacosHeaders.JsonUtf8, StatusCodes.Status400BadRequest, StatusCodes.Status400BadRequest, problem, null, BasicJson.Default.String);
            return;
        }
        var scope = request["tenant"] is { } named ? new CapacityScope(false, NamespaceId.Normalize(named)) : new CapacityScope(true, request["group"]!);
        await Answers.RestResultAsync(request.Http, StatusCodes.Status200OK, null, await queries.FindAsync(scope, request.Aborted), Write);
    }

    private async Task SetV1Async(NacosRequest request)
    {
        var (group, tenant) = (request["group"], request["tenant"]);
        var limits = LimitsOf(request);
        var problem = string.IsNullOrWhiteSpace(group) && string.IsNullOrWhiteSpace(tenant) ? NoScopeV1
            : limits is null ? NoLimit
            : tenant is not null && string.IsNullOrWhiteSpace(tenant) ? "parameter tenant is empty."
            : null;
        if (problem is not null)
        {
            await Answers.RestResultAsync(request.Http, NacosHeaders.JsonUtf8, StatusCodes.Status400BadRequest, StatusCodes.Status400BadRequest, problem, false, BasicJson.Default.Boolean);
            return;
        }
        var scope = new CapacityScope(tenant is null, tenant ?? group!);
        var set = await mediator.Send(new SetCapacity(scope, limits!), request.Aborted);
        await (set.Ok
            ? Answers.RestResultAsync(
                request.Http, NacosHeaders.JsonUtf8, StatusCodes.Status200OK,
                $"successfully updated the capacity information configuration of {(tenant is null ? "group" : "tenant")} to {scope.Name}", true, BasicJson.Default.Boolean)
            : request.Errors.RefusedAsync(request.Http, set.Failure));
    }

    /// <summary>The namespace counts when both are named.</summary>
    private static CapacityScope? ScopeOf(NacosRequest request, string ofNamespace, string ofGroup)
    {
        if (ConfigV1.NotBlank(request[ofNamespace]) is { } named) return new CapacityScope(false, named.Trim());
        return ConfigV1.NotBlank(request[ofGroup]) is { } group ? new CapacityScope(true, group) : null;
    }

    private static CapacityLimits? LimitsOf(NacosRequest request) =>
        Array.Exists(Limits, limit => !string.IsNullOrEmpty(request.First(limit)))
            ? new CapacityLimits(Limit(request, "quota"), Limit(request, "maxSize"), Limit(request, "maxAggrCount"), Limit(request, "maxAggrSize"))
            : null;

    private static int? Limit(NacosRequest request, string name) => string.IsNullOrEmpty(request.First(name)) ? null : request.Int(name);

    private static Task MissingAsync(NacosRequest request, string why) =>
        Answers.ResultAsync(request.Http, StatusCodes.Status400BadRequest, 10000, "parameter missing", why, BasicJson.Default.String);

    private static void Write(Utf8JsonWriter json, CapacityDetail detail)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, ConfigAllInfoJson.Text(detail.Id));
        json.WriteNumber("quota"u8, detail.Quota);
        json.WriteNumber("usage"u8, detail.Usage);
        json.WriteNumber("maxSize"u8, detail.MaxSize);
        json.WriteNumber("maxAggrCount"u8, detail.MaxAggrCount);
        json.WriteNumber("maxAggrSize"u8, detail.MaxAggrSize);
        json.WriteNull("gmtCreate"u8);
        json.WriteNull("gmtModified"u8);
        json.WriteString(detail.Scope.IsGroup ? "groupName"u8 : "namespaceId"u8, detail.Scope.Name);
        json.WriteEndObject();
    }
}
