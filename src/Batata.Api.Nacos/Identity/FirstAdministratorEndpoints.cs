using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using MediatR;

namespace Batata.Api.Nacos.Identity;

/// <summary>
/// Makes the first administrator, for whoever asks first. A second try is answered with a code in a 200, since the console of Nacos reads it there. Protocol source: Nacos 3.1
/// <c>UserControllerV3.createAdminUser</c>.
/// </summary>
internal sealed class FirstAdministratorEndpoints(IMediator mediator) : INacosEndpoints
{
    private const int AlreadyThere = 409;

    public void Map(NacosRouteBuilder nacos)
    {
        nacos.Accounts(AccountRoutes.V3).Post("/user/admin", request => CreateAsync(request, AccountAnswers.V3)).RequireNacosPermission(OpenAccess.FirstAdministrator);
        var v1 = nacos.Accounts(AccountRoutes.V1);
        foreach (var path in (ReadOnlySpan<string>)["/admin", "/users/admin"])
        {
            v1.Post(path, request => CreateAsync(request, AccountAnswers.V1))
                .RequireNacosPermission(OpenAccess.FirstAdministrator).OldConsole("POST ${contextPath:nacos}/v3/auth/user/admin");
        }
    }

    private async Task CreateAsync(NacosRequest request, AccountAnswers answers)
    {
        var made = await mediator.Send(new CreateAdministrator(request["password"]), request.Aborted);
        if (made.Ok)
        {
            await answers.WriteAsync(request, made.Value, static (json, password) =>
            {
                json.WriteStartObject();
                json.WriteString("username"u8, IdentityNames.Administrator);
                json.WriteString("password"u8, password);
                json.WriteEndObject();
            });
        }
        else if (made.Failure.Code != IdentityFailures.AdministratorExistsCode) await request.Errors.RefusedAsync(request.Http, made.Failure);
        else if (answers.IsV1) await Answers.RestResultAsync(request.Http, NacosHeaders.Json, AlreadyThere, null, made.Failure.Message.TrimEnd('.'), BasicJson.Default.String);
        else await Answers.ResultAsync(request.Http, 200, AlreadyThere, made.Failure.Message, null, BasicJson.Default.String);
    }
}
