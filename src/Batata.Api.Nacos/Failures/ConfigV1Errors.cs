using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Failures;

/// <summary>Config v1: texts of the form <c>caused: …;</c>, and error pages. Protocol source: Nacos 3.1 config <c>GlobalExceptionHandler</c>.</summary>
internal sealed class ConfigV1Errors : ErrorFamily
{
    public static ConfigV1Errors Instance { get; } = new();

    public override Task MissingAsync(HttpContext http, ParameterSpec parameter) =>
        SpringErrors.WriteAsync(http, StatusCodes.Status400BadRequest, $"Required parameter '{parameter.Name}' is not present.");

    public override Task MismatchAsync(HttpContext http, ParameterSpec parameter, string why) =>
        CausedAsync(http, $"Failed to convert value of type 'java.lang.String' to required type '{parameter.JavaType}'; {why}", why);

    public override Task RefusedAsync(HttpContext http, Failure failure) => failure.Kind switch
    {
        FailureKind.NotSupported or FailureKind.Unavailable or FailureKind.Denied =>
            SpringErrors.WriteAsync(http, NacosFailures.Map(failure).Status, failure.Message),
        _ => Answers.TextAsync(http, NacosFailures.Map(failure).Status, NacosHeaders.JsonUtf8, $"caused: {failure.Message};"),
    };

    public override Task UnexpectedAsync(HttpContext http) =>
        SpringErrors.WriteAsync(http, StatusCodes.Status500InternalServerError, "Handle API Compatibility failed, please see log for detail.");

    /// <summary>A refused argument: 400, each cause in turn.</summary>
    public static Task CausedAsync(HttpContext http, params ReadOnlySpan<string> causes)
    {
        var text = "";
        foreach (var cause in causes) text += $"caused: {cause};";
        return Answers.TextAsync(http, StatusCodes.Status400BadRequest, NacosHeaders.JsonUtf8, text);
    }

    /// <summary>
    /// What the publish service refuses (md5, number of gray versions, quotas) and bad descriptive fields are answered with a bare <c>false</c>:
    /// <c>ConfigController.publishConfig</c> only passes the status on.
    /// </summary>
    public Task PublishRefusedAsync(HttpContext http, Failure failure) => failure.Code is
        ConfigFailures.Md5MismatchCode or ConfigFailures.TooManyGrayCode or ConfigFailures.InvalidDescriptionCode
        or ConfigFailures.ClusterFullCode or ConfigFailures.GroupFullCode or ConfigFailures.NamespaceFullCode or ConfigFailures.TooLargeCode
            ? Answers.TextAsync(http, NacosFailures.Map(failure).Status, NacosHeaders.JsonUtf8, "false")
            : RefusedAsync(http, failure);
}
