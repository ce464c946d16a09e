using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Failures;

/// <summary>Naming v1: the bare message as text. Protocol source: Nacos 3.1 naming <c>ResponseExceptionHandler</c>.</summary>
internal sealed class NamingV1Errors : ErrorFamily
{
    public static NamingV1Errors Instance { get; } = new();

    public override Task MissingAsync(HttpContext http, ParameterSpec parameter) => TextAsync(
        http, StatusCodes.Status400BadRequest, parameter.ByHand ? $"Param '{parameter.Name}' is required." : $"Parameter '{parameter.Name}' is missing");

    /// <summary>Nacos makes a 500 of it.</summary>
    public override Task MismatchAsync(HttpContext http, ParameterSpec parameter, string why) =>
        TextAsync(http, StatusCodes.Status400BadRequest, $"Param '{parameter.Name}' is illegal, {why}");

    public override Task RefusedAsync(HttpContext http, Failure failure) => failure switch
    {
        // A runtime exception of Nacos, whose text begins with its code and ends in a blank.
        { Code: NamingFailures.KindConflictCode } => TextAsync(http, StatusCodes.Status400BadRequest, $"errCode: 400, errMsg: {failure.Message} "),
        { Code: NamingFailures.SwitchCode } => TextAsync(http, StatusCodes.Status400BadRequest, failure.Message),
        { Kind: FailureKind.NotSupported } => SpringErrors.WriteAsync(http, StatusCodes.Status501NotImplemented, failure.Message),
        _ => TextAsync(http, NacosFailures.Map(failure).Status, failure.Message),
    };

    public override Task UnexpectedAsync(HttpContext http) =>
        TextAsync(http, StatusCodes.Status500InternalServerError, "caused: Server failed, please see log for detail.;");

    private static Task TextAsync(HttpContext http, int status, string text) => Answers.TextAsync(http, status, Accepts.TextType(http.Request), text);
}
