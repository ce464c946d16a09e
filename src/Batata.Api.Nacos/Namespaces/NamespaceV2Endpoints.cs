using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Params;
using Batata.Application.Namespaces;
using Batata.Domain.Namespaces;
using MediatR;

namespace Batata.Api.Nacos.Namespaces;

/// <summary>Namespaces of v2. Protocol source: Nacos 3.1 <c>NamespaceControllerV2</c>.</summary>
internal sealed class NamespaceV2Endpoints(NamespaceReads reads, IMediator mediator) : INacosEndpoints
{
    private const string Successor = " ${contextPath:nacos}/v3/console/core/namespace";

    private static readonly NacosPermission ReadOne = NacosPermission.Read("console/namespaces");
    private static readonly NacosPermission WriteOne = NacosPermission.Write("console/namespaces");

    public void Map(NacosRouteBuilder nacos)
    {
        var group = nacos.ConsoleGroup("/v2/console/namespace", ResultErrors.Instance);
        Declare(group.Get("/list", reads.ListAsync), OpenAccess.OldClients, "/list");
        Declare(group.Get("", reads.GetAsync).Requires(NamespaceForm.Id), ReadOne);
        Declare(group.Post("", request => Unfit(request) ?? CreateAsync(request)), WriteOne);
        Declare(group.Put("", request => Unfit(request) ?? UpdateAsync(request)), WriteOne);
        Declare(group.Delete("", request => request.AnswerTrueAsync(mediator.Send(new RemoveNamespace(request.Text(NamespaceForm.Id)), request.Aborted)))
            .Requires(NamespaceForm.Id), WriteOne);
    }

    private static void Declare(NacosRoute route, NacosPermission permission, string successor = "") => route
        .RequireNacosPermission(permission)
        .Compatibility(ApiClass.Console, $"{route.Method}{Successor}{successor}")
        .Checked(ParameterChecks.Namespace);

    private static Task? Unfit(NacosRequest request) => NamespaceForm.Missing(request, NamespaceForm.Id, NamespaceForm.Name) ?? NamespaceForm.NoName(request);

    private async Task CreateAsync(NacosRequest request)
    {
        var id = request.Text(NamespaceForm.Id);
        var created = await mediator.Send(new CreateNamespace(id, request.Text(NamespaceForm.Name), request[NamespaceForm.Description]), request.Aborted);
        // Nacos 3.x: an id in use has a number and words of its own here, the reserved one has not.
        if (created.Failure is { Code: NamespaceFailures.ExistsCode } && id.Trim() != NamespaceId.Public)
            created = NamespaceFailures.Illegal($"the namespaceId is existed, namespaceId: {id}");
        await request.AnswerTrueAsync(Task.FromResult(created));
    }

    private Task UpdateAsync(NacosRequest request) => request.AnswerTrueAsync(mediator.Send(
        new UpdateNamespace(request.Text(NamespaceForm.Id), request.Text(NamespaceForm.Name), request[NamespaceForm.Description]), request.Aborted));
}
