using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>Answers for paths and methods that have no route.</summary>
internal static class UnknownPaths
{
    private const string NamingV1 = "/v1/ns";

    /// <summary>Outside the context path: the container's own page.</summary>
    public static Task OutsideAsync(HttpContext http) => SpringErrors.HtmlAsync(http, StatusCodes.Status404NotFound, "Not Found");

    /// <summary>The Distro filter answers for all that naming v1 does not know, OPTIONS and HEAD among it.</summary>
    public static bool IsNamingV1(string path) =>
        path.StartsWith(NamingV1, StringComparison.Ordinal) && (path.Length == NamingV1.Length || path[NamingV1.Length] == '/');

    /// <remarks>The Distro filter looks paths up without a slash at the end, so it lets those pass that are known but for the slash.</remarks>
    public static Task NoPathAsync(HttpContext http, string path, RouteTable routes) => IsNamingV1(path) && routes.Find(path.TrimEnd('/')) is null
        ? NotImplementedAsync(http)
        : SpringErrors.WriteAsync(http, StatusCodes.Status404NotFound, $"No endpoint {http.Request.Method} {NacosPaths.Raw(http)}.");

    public static Task NoMethodAsync(HttpContext http, string path) => IsNamingV1(path)
        ? NotImplementedAsync(http)
        : SpringErrors.WriteAsync(http, StatusCodes.Status405MethodNotAllowed, $"Method '{http.Request.Method}' is not supported.");

    public static Task OptionsAsync(HttpContext http, NacosRoute[] routes)
    {
        http.Response.Headers.Allow = RouteTable.Allowed(routes);
        return Answers.EmptyAsync(http, StatusCodes.Status200OK);
    }

    private static Task NotImplementedAsync(HttpContext http) =>
        SpringErrors.WriteAsync(http, StatusCodes.Status501NotImplemented, $"no such api:{http.Request.Method}:{NacosPaths.Raw(http)}");
}
