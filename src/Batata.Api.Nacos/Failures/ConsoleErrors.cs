using System.Net;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Failures;

/// <summary>
/// The console's own family: texts of the form <c>caused: …;</c> that a page may show, so they are HTML-escaped; below <c>/v2</c> the wrapper of v1.
/// Protocol source: Nacos 3.1 <c>ConsoleExceptionHandler</c>. What it takes for a failure of the server although the caller did it is a 400 here.
/// </summary>
internal sealed class ConsoleErrors : ErrorFamily
{
    public static ConsoleErrors Instance { get; } = new();

    public override Task MissingAsync(HttpContext http, ParameterSpec parameter) => WriteAsync(
        http, StatusCodes.Status400BadRequest,
        $"Required request parameter '{parameter.Name}' for method parameter type {parameter.SimpleJavaType} is not present");

    public override Task MismatchAsync(HttpContext http, ParameterSpec parameter, string why) => WriteAsync(
        http, StatusCodes.Status400BadRequest, $"Failed to convert value of type 'java.lang.String' to required type '{parameter.JavaType}'; {why}");

    public override Task RefusedAsync(HttpContext http, Failure failure) => failure.Kind == FailureKind.Denied
        ? Answers.TextAsync(http, StatusCodes.Status403Forbidden, TextType(http), WebUtility.HtmlEncode(failure.Message))
        : WriteAsync(http, NacosFailures.Map(failure).Status, failure.Message);

    public override Task UnexpectedAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status500InternalServerError, "Internal Server Error");

    public static Task WriteAsync(HttpContext http, int status, string why)
    {
        var text = $"caused: {WebUtility.HtmlEncode(why)};";
        return NacosPaths.Raw(http).Contains("/v2", StringComparison.Ordinal)
            ? Answers.RestResultAsync<string>(http, NacosHeaders.Json, status, status, text, null, BasicJson.Default.String)
            : Answers.TextAsync(http, status, TextType(http), text);
    }

    private static string TextType(HttpContext http) => Accepts.PrefersHtml(http.Request) ? NacosHeaders.Html : Accepts.TextType(http.Request);
}
