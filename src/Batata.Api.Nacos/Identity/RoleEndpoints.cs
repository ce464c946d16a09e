using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using MediatR;

namespace Batata.Api.Nacos.Identity;

/// <summary>Roles, v1 and v3. Protocol source: Nacos 3.1 <c>RoleController</c>, <c>RoleControllerV3</c>.</summary>
internal sealed class RoleEndpoints(IMediator mediator, IIdentityQueries queries) : INacosEndpoints
{
    private const string Role = "role";
    private const string User = "username";

    private static readonly NacosPermission Read = NacosPermission.Read("console/roles");
    private static readonly NacosPermission Write = NacosPermission.Write("console/roles");

    public void Map(NacosRouteBuilder nacos)
    {
        var v3 = nacos.Accounts(AccountRoutes.V3);
        v3.Get("/role/list", request => ListAsync(request, AccountAnswers.V3)).RequireNacosPermission(Read).Paged();
        v3.Get("/role/search", request => SearchAsync(request, AccountAnswers.V3)).RequireNacosPermission(Read).Requires(Role);
        v3.Post("/role", request => GrantAsync(request, AccountAnswers.V3)).RequireNacosPermission(Write).Requires(Role, User);
        v3.Delete("/role", request => RevokeAsync(request, AccountAnswers.V3)).RequireNacosPermission(Write).Requires(Role);
        var v1 = nacos.Accounts(AccountRoutes.V1);
        foreach (var search in (ReadOnlySpan<string>)["accurate", "blur"])
        {
            v1.Get("/roles", request => ListAsync(request, AccountAnswers.V1))
                .When("search", search).RequireNacosPermission(Read).Paged().OldConsole("GET ${contextPath:nacos}/v3/auth/role/list");
        }
        v1.Get("/roles/search", request => SearchAsync(request, AccountAnswers.V1))
            .RequireNacosPermission(Read).Requires(Role).OldConsole("GET ${contextPath:nacos}/v3/auth/role/search");
        v1.Post("/roles", request => GrantAsync(request, AccountAnswers.V1))
            .RequireNacosPermission(Write).Requires(Role, User).OldConsole("POST ${contextPath:nacos}/v3/auth/role");
        v1.Delete("/roles", request => RevokeAsync(request, AccountAnswers.V1))
            .RequireNacosPermission(Write).Requires(Role).OldConsole("DELETE ${contextPath:nacos}/v3/auth/role");
    }

    private Task ListAsync(NacosRequest request, AccountAnswers answers) => answers.PageAsync(
        request, page => queries.RolesAsync(request[User] ?? "", request[Role] ?? "", AccountAnswers.MatchOf(request), page, request.Aborted), static (json, grant) =>
        {
            json.WriteString("role"u8, grant.Role);
            json.WriteString("username"u8, grant.UserName);
        });

    private async Task SearchAsync(NacosRequest request, AccountAnswers answers) =>
        await answers.NamesAsync(request, await queries.FindRolesAsync(request.Text(Role), request.Aborted));

    private Task GrantAsync(NacosRequest request, AccountAnswers answers) =>
        answers.DoneAsync(request, mediator.Send(new GrantRole(request.Text(Role), request.Text(User)), request.Aborted), "add role ok!");

    private Task RevokeAsync(NacosRequest request, AccountAnswers answers) => answers.DoneAsync(
        request, mediator.Send(new RevokeRole(request.Text(Role), request[User]), request.Aborted), $"delete role of user {request[User]} ok!");
}
