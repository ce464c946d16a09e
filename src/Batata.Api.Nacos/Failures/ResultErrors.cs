using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Failures;

/// <summary>v2 and v3: <c>{"code":…,"message":…,"data":…}</c> with the detail as data. Protocol source: Nacos 3.1 <c>NacosApiExceptionHandler</c>.</summary>
internal sealed class ResultErrors : ErrorFamily
{
    private const int ParameterMissing = 10000;
    private const int ParameterInvalid = 20002;
    private const int ServerError = 30000;

    public static ResultErrors Instance { get; } = new();

    public override Task MissingAsync(HttpContext http, ParameterSpec parameter) => WriteAsync(
        http, StatusCodes.Status400BadRequest, ParameterMissing, "parameter missing",
        parameter.FormField
            ? $"Required parameter '{parameter.Name}' type {parameter.SimpleJavaType} is not present"
            : $"Required request parameter '{parameter.Name}' for method parameter type {parameter.SimpleJavaType} is not present");

    public override Task MismatchAsync(HttpContext http, ParameterSpec parameter, string why) =>
        WriteAsync(http, StatusCodes.Status400BadRequest, ParameterInvalid, "parameter validate error", why);

    public override Task RefusedAsync(HttpContext http, Failure failure)
    {
        var (status, code, summary) = NacosFailures.Map(failure);
        // A runtime exception of Nacos, whose text begins with its code and ends in a blank.
        var text = failure.Code == NamingFailures.KindConflictCode ? $"errCode: 400, errMsg: {failure.Message} " : failure.Message;
        return WriteAsync(http, status, code, summary, text);
    }

    public override Task UnexpectedAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status500InternalServerError, ServerError, "server error", null);

    private static Task WriteAsync(HttpContext http, int status, int code, string message, string? data) =>
        Answers.ResultAsync(http, status, code, message, data, BasicJson.Default.String);
}
