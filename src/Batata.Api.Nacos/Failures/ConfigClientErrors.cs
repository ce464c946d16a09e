using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Failures;

/// <summary>The v3 client read of configs, whose failures are texts of the v1 kind: <c>caused: …;</c>. Protocol source: Nacos 3.1 config <c>GlobalExceptionHandler</c>.</summary>
internal sealed class ConfigClientErrors : ErrorFamily
{
    public static ConfigClientErrors Instance { get; } = new();

    public override Task MissingAsync(HttpContext http, ParameterSpec parameter) =>
        WriteAsync(http, StatusCodes.Status400BadRequest, $"Required parameter '{parameter.Name}' type {parameter.SimpleJavaType} is not present");

    public override Task MismatchAsync(HttpContext http, ParameterSpec parameter, string why) => WriteAsync(http, StatusCodes.Status400BadRequest, why);

    public override Task RefusedAsync(HttpContext http, Failure failure) => WriteAsync(http, NacosFailures.Map(failure).Status, failure.Message);

    public override Task UnexpectedAsync(HttpContext http) =>
        SpringErrors.WriteAsync(http, StatusCodes.Status500InternalServerError, "Handle API Compatibility failed, please see log for detail.");

    private static Task WriteAsync(HttpContext http, int status, string why) =>
        Answers.TextAsync(http, status, Accepts.TextType(http.Request), $"caused: {why};");
}
