using Batata.Api.Nacos.Failures;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>
/// The console port: pages of any origin may call it, and browsers are told to run no foreign script. Protocol source: Nacos 3.1
/// <c>ConsoleWebConfig</c>, <c>XssFilter</c>, <c>ConsoleExceptionHandler</c>. That one answers every unknown path and method as a failure of
/// the server, 500; here they are 404 and 405 in the same form (docs/protocol/deviations.md).
/// </summary>
internal sealed class ConsolePort(NacosOptions options, NacosRoutes routes) : NacosPort(options.ConsoleContextPath, routes.Console)
{
    public override bool IsConsole => true;

    public override void WriteHeaders(HttpContext http)
    {
        NacosHeaders.WriteSecurity(http.Response.Headers);
        http.Response.Headers.ContentSecurityPolicy = NacosHeaders.OwnScripts;
        ConsoleCors.Write(http);
    }

    public override Task PreflightAsync(HttpContext http)
    {
        http.Response.Headers.Remove("Content-Security-Policy");
        return ConsoleCors.PreflightAsync(http);
    }

    public override Task? Page(HttpContext http, string path) => null;

    public override Task NoPathAsync(HttpContext http, string path) =>
        ConsoleErrors.WriteAsync(http, StatusCodes.Status404NotFound, $"No endpoint {http.Request.Method} {NacosPaths.Raw(http)}.");

    public override Task NoMethodAsync(HttpContext http, string path, NacosRoute[] candidates) => HttpMethods.IsOptions(http.Request.Method)
        ? UnknownPaths.OptionsAsync(http, candidates)
        : ConsoleErrors.WriteAsync(http, StatusCodes.Status405MethodNotAllowed, $"Request method '{http.Request.Method}' is not supported");

    public override void DropHeadersOfLaterFilters(IHeaderDictionary headers) => headers.Remove("Content-Security-Policy");

    public override void DropHeadersBehindGate(IHeaderDictionary headers) => ConsoleCors.Drop(headers);

    public override Task UnexpectedAsync(HttpContext http) => ConsoleErrors.Instance.UnexpectedAsync(http);
}
