using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Namespaces;
using MediatR;

namespace Batata.Api.Nacos.Namespaces;

/// <summary>Namespaces of v3, admin and console alike. Protocol source: Nacos 3.1 <c>NamespaceControllerV3</c>, <c>ConsoleNamespaceController</c>.</summary>
internal sealed class NamespaceV3Endpoints(NamespaceReads reads, INamespaceQueries queries, IMediator mediator) : INacosEndpoints
{
    private const string Id = NamespaceForm.Id;
    private const string Name = NamespaceForm.Name;
    private const string CustomId = "customNamespaceId";

    public void Map(NacosRouteBuilder nacos)
    {
        // Nacos 3.x: the resource of the admin calls lacks a slash.
        var (read, write) = (NacosPermission.Read("/v3/admin/corenamespaces"), NacosPermission.Write("/v3/admin/corenamespaces"));
        var admin = nacos.Group("/v3/admin/core/namespace", ResultErrors.Instance);
        admin.Get("/list", reads.ListAsync).RequireNacosPermission(NacosPermission.Read("/v3/admin/core/namespace"));
        admin.Get("/check", CountAsync).RequireNacosPermission(read).Requires(Id);
        admin.Post("", request => NamespaceForm.Missing(request, Id, Name) ?? NamespaceForm.NoName(request) ?? CreateAsync(request, request[Id])).RequireNacosPermission(write);
        admin.Put("", request => NamespaceForm.Missing(request, Id, Name) ?? NamespaceForm.NoName(request) ?? UpdateAsync(request)).RequireNacosPermission(write);
        Map(admin, read, write, ParameterChecks.None);

        var console = nacos.ConsoleGroup("/v3/console/core/namespace", ResultErrors.Instance);
        var identity = new NacosPermission(PermissionSubject.Identity, PermissionAction.Read);
        console.Get("/list", reads.ListAsync).RequireNacosPermission(identity);
        console.Get("/exist", ExistsAsync).RequireNacosPermission(identity).Checked(ParameterChecks.Namespace).Requires(CustomId);
        (read, write) = (NacosPermission.Read("console/namespaces"), NacosPermission.Write("console/namespaces"));
        console.Post("", request => NamespaceForm.Missing(request, Name) ?? CreateAsync(request, request[CustomId]))
            .RequireNacosPermission(write)
            .Checked(ParameterChecks.Namespace);
        console.Put("", request => NamespaceForm.Missing(request, Id, Name) ?? UpdateAsync(request)).RequireNacosPermission(write).Checked(ParameterChecks.Namespace);
        Map(console, read, write, ParameterChecks.Namespace);
    }

    private void Map(NacosRouteGroup group, NacosPermission read, NacosPermission write, ParameterCheck check)
    {
        group.Get("", reads.GetAsync).RequireNacosPermission(read).Checked(check).Requires(Id);
        group.Delete("", request => request.AnswerTrueAsync(mediator.Send(new RemoveNamespace(request.Text(Id)), request.Aborted)))
            .RequireNacosPermission(write)
            .Checked(check)
            .Requires(Id);
    }

    private Task CreateAsync(NacosRequest request, string? id) =>
        request.AnswerTrueAsync(mediator.Send(new CreateNamespace(id, request.Text(Name), request[NamespaceForm.Description]), request.Aborted));

    private Task UpdateAsync(NacosRequest request) => request.AnswerTrueAsync(
        mediator.Send(new UpdateNamespace(request.Text(Id), request.Text(Name), request[NamespaceForm.Description]), request.Aborted));

    /// <summary>Of those that somebody made: <c>public</c> is none.</summary>
    private async Task CountAsync(NacosRequest request)
    {
        var count = await reads.IsMadeAsync(request, request.Text(Id)) ? 1 : 0;
        await Answers.SuccessAsync(request.Http, count, NamespaceJsonContext.Default.Int32);
    }

    private async Task ExistsAsync(NacosRequest request)
    {
        var id = request.Text(CustomId);
        await Answers.SuccessAsync(request.Http, id.Trim().Length > 0 && await queries.ExistsAsync(id, request.Aborted), BasicJson.Default.Boolean);
    }
}
