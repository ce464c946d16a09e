using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Identity;

/// <summary>The login in every spelling, on both ports. The answer has no wrapper in any of them. Protocol source: Nacos 3.1 <c>UserController</c>, <c>UserControllerV3</c>.</summary>
internal sealed class LoginEndpoints(IMediator mediator) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        nacos.Accounts(AccountRoutes.V3).Post("/user/login", LoginAsync).RequireNacosPermission(OpenAccess.Login);
        var v1 = nacos.Accounts(AccountRoutes.V1);
        foreach (var path in (ReadOnlySpan<string>)["/login", "/users/login"])
            v1.Post(path, LoginAsync).RequireNacosPermission(OpenAccess.Login).OldClient("POST ${contextPath:nacos}/v3/auth/user/login").Requires("username", "password");
    }

    private async Task LoginAsync(NacosRequest request)
    {
        var login = await mediator.Send(new Login(HttpCredentials.OfLogin(request.Http, request.Parameters)), request.Aborted);
        if (!login.Ok)
        {
            await request.Errors.RefusedAsync(request.Http, login.Failure);
            return;
        }
        request.Http.Response.Headers.Authorization = "Bearer " + login.Value.Token;
        await Answers.WriteAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.Json, login.Value, static (json, logged) =>
        {
            json.WriteStartObject();
            json.WriteString("accessToken"u8, logged.Token);
            json.WriteNumber("tokenTtl"u8, logged.TtlSeconds);
            json.WriteBoolean("globalAdmin"u8, logged.IsAdministrator);
            json.WriteString("username"u8, logged.UserName);
            json.WriteEndObject();
        });
    }
}
