using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Params;
using Batata.Application.Namespaces;
using Batata.Domain.Namespaces;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Namespaces;

/// <summary>Namespaces of v1: bare values, and <c>false</c> for what is refused. Protocol source: Nacos 3.1 <c>NamespaceController</c>.</summary>
internal sealed class NamespaceV1Endpoints(NamespaceReads reads, IMediator mediator) : INacosEndpoints
{
    private const string CustomId = "customNamespaceId";
    private const string ShownId = "namespace";
    private const string ShownName = "namespaceShowName";
    private const string Successor = " ${contextPath:nacos}/v3/console/core/namespace";

    public void Map(NacosRouteBuilder nacos)
    {
        var group = nacos.ConsoleGroup("/v1/console/namespaces", ConsoleErrors.Instance);
        Open(group.Get("", ListAsync), "/list");
        Open(group.Get("", GetAsync).When("show", "all").Requires(NamespaceForm.Id), "");
        Open(group.Get("", ExistsAsync).When("checkNamespaceIdExist", "true").Requires(CustomId), "/exist");
        Write(group.Post("", CreateAsync).Requires(CustomId, NamespaceForm.Name));
        // The check of parameters knows neither name, so an id of any length is looked for.
        Write(group.Put("", UpdateAsync).Requires(ShownId, ShownName));
        Write(group.Delete("", request => AnswerAsync(request, mediator.Send(new RemoveNamespace(request.Text(NamespaceForm.Id)), request.Aborted))).Requires(NamespaceForm.Id));
    }

    private static void Open(NacosRoute route, string successor) => route
        .RequireNacosPermission(OpenAccess.OldClients)
        .Compatibility(ApiClass.Console, $"GET{Successor}{successor}")
        .Checked(ParameterChecks.Namespace);

    private static void Write(NacosRoute route) => route
        .RequireNacosPermission(NacosPermission.Write("console/namespaces"))
        .Compatibility(ApiClass.Console, $"{route.Method}{Successor}")
        .Checked(ParameterChecks.Namespace);

    private async Task ListAsync(NacosRequest request) => await Answers.RestResultAsync(
        request.Http, NacosHeaders.Json, StatusCodes.Status200OK, null, await reads.AllAsync(request), NamespaceJsonContext.Default.IReadOnlyListNamespaceJson);

    private async Task GetAsync(NacosRequest request)
    {
        var id = request.Text(NamespaceForm.Id);
        // Nacos 3.x: 500 for one that is not there, where v2 and v3 say 404; tools of 1.x look for this text.
        await (await reads.FindAsync(request, id) is { } found
            ? Answers.JsonAsync(request.Http, NacosHeaders.Json, found, NamespaceJsonContext.Default.NamespaceJson)
            : ConsoleErrors.WriteAsync(request.Http, StatusCodes.Status500InternalServerError, NamespaceFailures.NotFound(id).Message));
    }

    private async Task ExistsAsync(NacosRequest request) => await AnswerAsync(request, await reads.IsMadeAsync(request, request.Text(CustomId)));

    private Task CreateAsync(NacosRequest request) => request.Text(NamespaceForm.Name).Length == 0
        ? AnswerAsync(request, false)
        : AnswerAsync(request, mediator.Send(
            new CreateNamespace(request.Text(CustomId), request.Text(NamespaceForm.Name), request[NamespaceForm.Description]), request.Aborted));

    private Task UpdateAsync(NacosRequest request) => request.Text(ShownName).Length == 0
        ? AnswerAsync(request, false)
        : AnswerAsync(request, mediator.Send(
            new UpdateNamespace(request.Text(ShownId), request.Text(ShownName), request[NamespaceForm.Description]), request.Aborted));

    private static async Task AnswerAsync<T>(NacosRequest request, Task<Outcome<T>> written)
    {
        var outcome = await written;
        await (outcome.Failure is { Code: not (NamespaceFailures.IllegalCode or NamespaceFailures.ExistsCode) } failure
            ? request.Errors.RefusedAsync(request.Http, failure)
            : AnswerAsync(request, outcome.Ok));
    }

    private static Task AnswerAsync(NacosRequest request, bool value) => Answers.JsonAsync(request.Http, NacosHeaders.Json, value, BasicJson.Default.Boolean);
}
