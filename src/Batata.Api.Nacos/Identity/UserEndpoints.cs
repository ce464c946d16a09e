using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Identity;

/// <summary>Users, v1 (below two paths) and v3. Protocol source: Nacos 3.1 <c>UserController</c>, <c>UserControllerV3</c>.</summary>
internal sealed class UserEndpoints(IMediator mediator, IIdentityQueries queries) : INacosEndpoints
{
    private const string User = "username";
    private const string DefaultUserProblem =
        "User `nacos` is default admin user. Please use `/nacos/v1/auth/users/admin` API to init `nacos` users. "
        + "Detail see `https://nacos.io/docs/latest/manual/admin/auth/#31-%E8%AE%BE%E7%BD%AE%E7%AE%A1%E7%90%86%E5%91%98%E5%AF%86%E7%A0%81`";

    private static readonly NacosPermission Read = NacosPermission.Read("console/users");
    private static readonly NacosPermission Write = NacosPermission.Write("console/users");

    public void Map(NacosRouteBuilder nacos)
    {
        var v3 = nacos.Accounts(AccountRoutes.V3);
        v3.Post("/user", request => CreateAsync(request, AccountAnswers.V3)).RequireNacosPermission(Write).Requires(User, "password");
        v3.Delete("/user", request => RemoveAsync(request, AccountAnswers.V3)).RequireNacosPermission(Write).Requires(User);
        v3.Put("/user", request => SetPasswordAsync(request, AccountAnswers.V3)).RequireNacosPermission(NacosPermission.Identity).Requires(User, "newPassword");
        v3.Get("/user/list", request => ListAsync(request, AccountAnswers.V3)).RequireNacosPermission(Read).Paged();
        v3.Get("/user/search", request => SearchAsync(request, AccountAnswers.V3)).RequireNacosPermission(Write).Requires(User); // Nacos 3.x asks for write here
        var v1 = nacos.Accounts(AccountRoutes.V1);
        foreach (var path in (ReadOnlySpan<string>)["", "/users"])
        {
            v1.Post(path, CreateOldAsync).RequireNacosPermission(Write).Requires(User, "password").OldConsole("POST ${contextPath:nacos}/v3/auth/user");
            v1.Delete(path, request => RemoveAsync(request, AccountAnswers.V1)).RequireNacosPermission(Write).Requires(User).OldConsole("DELETE ${contextPath:nacos}/v3/auth/user");
            v1.Put(path, request => SetPasswordAsync(request, AccountAnswers.V1))
                .RequireNacosPermission(NacosPermission.Identity).Requires(User, "newPassword").OldConsole("PUT ${contextPath:nacos}/v3/auth/user");
            foreach (var search in (ReadOnlySpan<string>)["accurate", "blur"])
            {
                v1.Get(path, request => ListAsync(request, AccountAnswers.V1))
                    .When("search", search).RequireNacosPermission(Read).Paged().OldConsole("GET ${contextPath:nacos}/v3/auth/user/list");
            }
            v1.Get(path + "/search", request => SearchAsync(request, AccountAnswers.V1))
                .RequireNacosPermission(Write).Requires(User).OldConsole("GET ${contextPath:nacos}/v3/auth/user/search");
        }
    }

    private Task CreateOldAsync(NacosRequest request) => request.Text(User) == IdentityNames.Administrator
        ? Answers.RestResultAsync(request.Http, NacosHeaders.Json, 409, null, DefaultUserProblem, BasicJson.Default.String)
        : CreateAsync(request, AccountAnswers.V1);

    private Task CreateAsync(NacosRequest request, AccountAnswers answers) =>
        answers.DoneAsync(request, mediator.Send(new CreateUser(request.Text(User), request.Text("password")), request.Aborted), "create user ok!");

    private Task RemoveAsync(NacosRequest request, AccountAnswers answers) =>
        answers.DoneAsync(request, mediator.Send(new RemoveUser(request.Text(User)), request.Aborted), "delete user ok!");

    private Task SetPasswordAsync(NacosRequest request, AccountAnswers answers) => answers.DoneAsync(request, SetPasswordAsync(request), "update user ok!");

    /// <summary>One's own, or anybody's for an administrator. This version of Nacos forgets the latter when authorization is on.</summary>
    private async Task<Outcome<Done>> SetPasswordAsync(NacosRequest request)
    {
        var (caller, name) = (request.Caller, request.Text(User));
        if (caller == Caller.Server) return IdentityFailures.NoSession;
        if (caller.IsUser && caller.Name != name && !caller.IsAdministrator) return IdentityFailures.Denied;
        var own = caller.IsUser && caller.Name == name ? HttpCredentials.Of(request.Http, request.Parameters).Token : null;
        return await mediator.Send(new SetPassword(name, request.Text("newPassword"), own), request.Aborted);
    }

    /// <summary>Nacos sends the hashes along; here the member is there and empty.</summary>
    private Task ListAsync(NacosRequest request, AccountAnswers answers) => answers.PageAsync(
        request, page => queries.UsersAsync(request[User] ?? "", AccountAnswers.MatchOf(request), page, request.Aborted), static (json, name) =>
        {
            json.WriteString("username"u8, name);
            json.WriteString("password"u8, ""u8);
        });

    private async Task SearchAsync(NacosRequest request, AccountAnswers answers) =>
        await answers.NamesAsync(request, await queries.FindUsersAsync(request.Text(User), request.Aborted));
}
