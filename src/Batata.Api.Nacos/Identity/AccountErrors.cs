using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Identity;

/// <summary>
/// The calls about accounts: texts on the console port, error pages on the main port. There this version of Nacos answers a refused call with 200 and nothing, or with 500; here it is a
/// 400 that says why. Protocol source: Nacos 3.1 <c>ConsoleExceptionHandler</c>, <c>AuthFilter</c>.
/// </summary>
internal sealed class AccountErrors : ErrorFamily
{
    public static AccountErrors Instance { get; } = new();

    public override Task MissingAsync(HttpContext http, ParameterSpec parameter) => IsConsole(http)
        ? ConsoleErrors.Instance.MissingAsync(http, parameter)
        : SpringErrors.WriteAsync(http, StatusCodes.Status400BadRequest, $"Required parameter '{parameter.Name}' is not present.");

    public override Task MismatchAsync(HttpContext http, ParameterSpec parameter, string why) => IsConsole(http)
        ? ConsoleErrors.Instance.MismatchAsync(http, parameter, why)
        : SpringErrors.WriteAsync(http, StatusCodes.Status400BadRequest, $"Failed to convert '{parameter.Name}' with value: {why}");

    public override Task RefusedAsync(HttpContext http, Failure failure) => failure switch
    {
        // Of a login that failed SDKs look at the status alone.
        { Code: IdentityFailures.UnknownCode } => IsConsole(http)
            ? Answers.TextAsync(http, StatusCodes.Status403Forbidden, Accepts.TextType(http.Request), failure.Message)
            : SpringErrors.WriteAsync(http, StatusCodes.Status403Forbidden, failure.Message),
        { Code: IdentityFailures.DeniedCode } => SpringErrors.WriteAsync(http, StatusCodes.Status403Forbidden, failure.Message),
        { Code: IdentityFailures.SessionCode } => SpringErrors.WriteAsync(http, StatusCodes.Status401Unauthorized, failure.Message),
        { Code: IdentityFailures.BrakedCode or IdentityFailures.NotReadyCode } => CallerErrors.WriteAsync(http, failure),
        // Not escaped there, as text that no browser takes for a page.
        { Kind: FailureKind.Invalid } when IsConsole(http) && !Accepts.PrefersHtml(http.Request) =>
            Answers.TextAsync(http, StatusCodes.Status400BadRequest, Accepts.TextType(http.Request), $"caused: {failure.Message};"),
        _ when IsConsole(http) => ConsoleErrors.Instance.RefusedAsync(http, failure),
        _ => SpringErrors.WriteAsync(http, NacosFailures.Map(failure).Status, failure.Message),
    };

    public override Task UnexpectedAsync(HttpContext http) => IsConsole(http)
        ? ConsoleErrors.Instance.UnexpectedAsync(http)
        : SpringErrors.WriteAsync(http, StatusCodes.Status500InternalServerError, "Internal Server Error");

    private static bool IsConsole(HttpContext http) => http.Features.Get<NacosPort>() is { IsConsole: true };
}
