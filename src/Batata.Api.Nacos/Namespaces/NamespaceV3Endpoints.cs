using System.Text.Json.Serialization;
using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Namespaces;
using Batata.Domain.Namespaces;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Namespaces;

/// <summary>Namespaces of v3, admin and console alike. Protocol source: Nacos 3.1 <c>NamespaceControllerV3</c>, <c>ConsoleNamespaceController</c>.</summary>
internal sealed class NamespaceV3Endpoints(INamespaceQueries queries, IMediator mediator) : INacosEndpoints
{
    private const string Id = "namespaceId";
    private const string Name = "namespaceName";
    private const string CustomId = "customNamespaceId";

    public void Map(NacosRouteBuilder nacos)
    {
        // Nacos 3.x: the resource of the admin calls lacks a slash.
        var (read, write) = (NacosPermission.Read("/v3/admin/corenamespaces"), NacosPermission.Write("/v3/admin/corenamespaces"));
        var admin = nacos.Group("/v3/admin/core/namespace", ResultErrors.Instance);
        admin.Get("/list", ListAsync).RequireNacosPermission(NacosPermission.Read("/v3/admin/core/namespace"));
        admin.Get("/check", CountAsync).RequireNacosPermission(read).Requires(Id);
        admin.Post("", request => Missing(request, Id, Name) ?? NoName(request) ?? CreateAsync(request, request[Id])).RequireNacosPermission(write);
        admin.Put("", request => Missing(request, Id, Name) ?? NoName(request) ?? UpdateAsync(request)).RequireNacosPermission(write);
        Map(admin, read, write, ParameterChecks.None);

        var console = nacos.ConsoleGroup("/v3/console/core/namespace", ResultErrors.Instance);
        var identity = new NacosPermission(PermissionSubject.Identity, PermissionAction.Read);
        console.Get("/list", ListAsync).RequireNacosPermission(identity);
        console.Get("/exist", ExistsAsync).RequireNacosPermission(identity).Checked(ParameterChecks.Namespace).Requires(CustomId);
        (read, write) = (NacosPermission.Read("console/namespaces"), NacosPermission.Write("console/namespaces"));
        console.Post("", request => Missing(request, Name) ?? CreateAsync(request, request[CustomId]))
            .RequireNacosPermission(write)
            .Checked(ParameterChecks.Namespace);
        console.Put("", request => Missing(request, Id, Name) ?? UpdateAsync(request)).RequireNacosPermission(write).Checked(ParameterChecks.Namespace);
        Map(console, read, write, ParameterChecks.Namespace);
    }

    private void Map(NacosRouteGroup group, NacosPermission read, NacosPermission write, ParameterCheck check)
    {
        group.Get("", GetAsync).RequireNacosPermission(read).Checked(check).Requires(Id);
        group.Delete("", request => request.AnswerTrueAsync(mediator.Send(new RemoveNamespace(request.Text(Id)), request.Aborted)))
            .RequireNacosPermission(write)
            .Checked(check)
            .Requires(Id);
    }

    /// <summary>The form says it in words of its own.</summary>
    private static Task? Missing(NacosRequest request, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!request.Has(name))
            {
                return Answers.ResultAsync(
                    request.Http, StatusCodes.Status400BadRequest, 10000, "parameter missing", $"required parameter '{name}' is missing", BasicJson.Default.String);
            }
        }
        return null;
    }

    /// <summary>Nacos 3.x: an empty name is illegal here, but not on the console.</summary>
    private static Task? NoName(NacosRequest request) => request.Text(Name).Length == 0
        ? request.Errors.RefusedAsync(request.Http, NamespaceFailures.Illegal("namespaceName [] contains illegal char"))
        : null;

    private async Task ListAsync(NacosRequest request)
    {
        var all = await queries.ListAsync(request.Aborted);
        await Answers.SuccessAsync(request.Http, all.Select(NamespaceJson.Of).ToArray(), NamespaceV3Json.Default.IReadOnlyListNamespaceJson);
    }

    private async Task GetAsync(NacosRequest request)
    {
        var id = request.Text(Id);
        if (await queries.FindAsync(NamespaceId.Normalize(id), request.Aborted) is { } found)
            await Answers.SuccessAsync(request.Http, NamespaceJson.Of(found) with { Namespace = id }, NamespaceV3Json.Default.NamespaceJson); // as it was asked for
        else await request.Errors.RefusedAsync(request.Http, NamespaceFailures.NotFound(id));
    }

    private Task CreateAsync(NacosRequest request, string? id) =>
        request.AnswerTrueAsync(mediator.Send(new CreateNamespace(id, request.Text(Name), request["namespaceDesc"]), request.Aborted));

    private Task UpdateAsync(NacosRequest request) => request.AnswerTrueAsync(
        mediator.Send(new UpdateNamespace(request.Text(Id), request.Text(Name), request["namespaceDesc"]), request.Aborted));

    /// <summary>Of those that somebody made: <c>public</c> is none.</summary>
    private async Task CountAsync(NacosRequest request)
    {
        var id = request.Text(Id);
        var count = id != NamespaceId.Public && await queries.ExistsAsync(id, request.Aborted) ? 1 : 0;
        await Answers.SuccessAsync(request.Http, count, NamespaceV3Json.Default.Int32);
    }

    private async Task ExistsAsync(NacosRequest request)
    {
        var id = request.Text(CustomId);
        await Answers.SuccessAsync(request.Http, id.Trim().Length > 0 && await queries.ExistsAsync(id, request.Aborted), BasicJson.Default.Boolean);
    }
}

/// <param name="Type">0 is the default one, 1 one that somebody made.</param>
internal sealed record NamespaceJson(string Namespace, string NamespaceShowName, string? NamespaceDesc, int Quota, int ConfigCount, int Type)
{
    private const int DefaultQuota = 200;

    public static NamespaceJson Of(NamespaceDetail detail) => new(
        detail.Namespace.Id, detail.Namespace.Name, detail.Namespace.Description, DefaultQuota, detail.ConfigCount, detail.IsDefault ? 0 : 1);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NamespaceJson))]
[JsonSerializable(typeof(IReadOnlyList<NamespaceJson>))]
[JsonSerializable(typeof(int))]
internal sealed partial class NamespaceV3Json : JsonSerializerContext;
