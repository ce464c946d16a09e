using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using MediatR;

namespace Batata.Api.Nacos.Identity;

/// <summary>Permissions, v1 and v3. Protocol source: Nacos 3.1 <c>PermissionController</c>, <c>PermissionControllerV3</c>.</summary>
internal sealed class PermissionEndpoints(IMediator mediator, IIdentityQueries queries, IIdentityState accounts) : INacosEndpoints
{
    private const string Role = "role";
    private const string Resource = "resource";
    private const string Action = "action";

    private static readonly NacosPermission Read = NacosPermission.Read("console/permissions");
    private static readonly NacosPermission Write = NacosPermission.Write("console/permissions");

    public void Map(NacosRouteBuilder nacos)
    {
        var v3 = nacos.Accounts(AccountRoutes.V3);
        v3.Get("/permission/list", request => ListAsync(request, AccountAnswers.V3)).RequireNacosPermission(Read).Paged();
        v3.Get("/permission", IsThereAsync).RequireNacosPermission(Read).Requires(Role, Resource, Action);
        v3.Post("/permission", request => AddAsync(request, AccountAnswers.V3)).RequireNacosPermission(Write).Requires(Role, Resource, Action);
        v3.Delete("/permission", request => RemoveAsync(request, AccountAnswers.V3)).RequireNacosPermission(Write).Requires(Role, Resource, Action);
        var v1 = nacos.Accounts(AccountRoutes.V1);
        foreach (var search in (ReadOnlySpan<string>)["accurate", "blur"])
        {
            v1.Get("/permissions", request => ListAsync(request, AccountAnswers.V1))
                .When("search", search).RequireNacosPermission(Read).Paged().OldConsole("GET ${contextPath:nacos}/v3/auth/permission/list");
        }
        v1.Get("/permissions", IsThereAsync).RequireNacosPermission(Read).Requires(Role, Resource, Action).OldConsole("GET ${contextPath:nacos}/v3/auth/permission");
        v1.Post("/permissions", request => AddAsync(request, AccountAnswers.V1))
            .RequireNacosPermission(Write).Requires(Role, Resource, Action).OldConsole("POST ${contextPath:nacos}/v3/auth/permission");
        v1.Delete("/permissions", request => RemoveAsync(request, AccountAnswers.V1))
            .RequireNacosPermission(Write).Requires(Role, Resource, Action).OldConsole("DELETE ${contextPath:nacos}/v3/auth/permission");
    }

    private Task ListAsync(NacosRequest request, AccountAnswers answers) => answers.PageAsync(
        request, page => queries.PermissionsAsync(request[Role] ?? "", AccountAnswers.MatchOf(request), page, request.Aborted), static (json, permission) =>
        {
            json.WriteString("role"u8, permission.Role);
            json.WriteString("resource"u8, permission.Resource);
            json.WriteString("action"u8, permission.Action);
        });

    /// <summary>The wrapper of v3 in both. Reading and writing together cover each of them; resources are compared as texts.</summary>
    private Task IsThereAsync(NacosRequest request)
    {
        var (_, resource, action) = Of(request);
        var isThere = accounts.Current.PermissionsOf(request.Text(Role)).Any(p => p.Resource == resource && (p.Action == action || p.Action == "rw"));
        return Answers.SuccessAsync(request.Http, isThere, BasicJson.Default.Boolean);
    }

    private Task AddAsync(NacosRequest request, AccountAnswers answers) =>
        answers.DoneAsync(request, mediator.Send(new AddPermission(Of(request)), request.Aborted), "add permission ok!");

    private Task RemoveAsync(NacosRequest request, AccountAnswers answers) =>
        answers.DoneAsync(request, mediator.Send(new RemovePermission(Of(request)), request.Aborted), "delete permission ok!");

    private static RolePermission Of(NacosRequest request) => new(request.Text(Role), request.Text(Resource), request.Text(Action));
}
