using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Batata.Api.Nacos.Http;

/// <summary>
/// Any origin may call the console, since a call proves itself by a token and not by what a browser adds. Protocol source: Nacos 3.1
/// <c>ConsoleWebConfig.corsFilter</c>, Spring <c>DefaultCorsProcessor</c>.
/// </summary>
internal static class ConsoleCors
{
    private const string MaxAgeSeconds = "18000";

    private static readonly StringValues Vary = new(["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"]);

    public static void Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.Vary = Vary;
        var origin = http.Request.Headers.Origin;
        if (StringValues.IsNullOrEmpty(origin)) return;
        headers.AccessControlAllowOrigin = HeaderText.Of(origin.ToString());
        headers.AccessControlAllowCredentials = "true";
    }

    /// <summary>A page of another origin does not learn why it was refused.</summary>
    public static void Drop(IHeaderDictionary headers)
    {
        headers.Remove("Access-Control-Allow-Origin");
        headers.Remove("Access-Control-Allow-Credentials");
    }

    /// <summary>Whatever it asks for, also of an unknown path.</summary>
    public static Task PreflightAsync(HttpContext http)
    {
        var (asked, headers) = (http.Request.Headers, http.Response.Headers);
        headers.AccessControlAllowMethods = HeaderText.Of(asked.AccessControlRequestMethod.ToString());
        if (!StringValues.IsNullOrEmpty(asked.AccessControlRequestHeaders))
            headers.AccessControlAllowHeaders = HeaderText.Of(asked.AccessControlRequestHeaders.ToString());
        headers.AccessControlMaxAge = MaxAgeSeconds;
        return Answers.EmptyAsync(http, StatusCodes.Status200OK);
    }
}
