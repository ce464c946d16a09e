using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Failures;

/// <summary>
/// Core v1, and of v2 operations and loader: no handler of exceptions covers them, so what is wrong with a request is told by the platform's error page, and
/// what a call refuses by the wrapper of v1. Protocol source: Nacos 3.1 <c>CoreOpsController</c>, <c>NacosClusterController</c>, <c>ServerLoaderController</c>.
/// </summary>
internal sealed class CoreV1Errors : ErrorFamily
{
    public static CoreV1Errors Instance { get; } = new();

    public override Task MissingAsync(HttpContext http, ParameterSpec parameter) =>
        SpringErrors.WriteAsync(http, StatusCodes.Status400BadRequest, $"Required parameter '{parameter.Name}' is not present.");

    public override Task MismatchAsync(HttpContext http, ParameterSpec parameter, string why) => SpringErrors.WriteAsync(
        http, StatusCodes.Status400BadRequest, $"Failed to convert '{parameter.Name}' with value: {why}");

    public override Task RefusedAsync(HttpContext http, Failure failure)
    {
        var status = NacosFailures.Map(failure).Status;
        return Answers.RestResultAsync<string>(http, NacosHeaders.Json, status, status, failure.Message, null, BasicJson.Default.String);
    }

    public override Task UnexpectedAsync(HttpContext http) =>
        SpringErrors.WriteAsync(http, StatusCodes.Status500InternalServerError, "Internal Server Error");
}
