using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>Old APIs by class; one that is off answers 410 and names its successor. Protocol source: Nacos 3.1 <c>ApiCompatibilityFilter</c>.</summary>
internal sealed class CompatibilitySwitch(NacosOptions options)
{
    /// <summary>Null when the route is served. Nacos 3.x: of paths that take any method, only GET is ever refused, and those with variables never.</summary>
    public Task? Refuse(HttpContext http, NacosRoute route)
    {
        if (route.Template is not null || (route.Method == NacosRoute.AnyMethod && !IsRead(http.Request.Method))) return null;
        var message = route.Class switch
        {
            ApiClass.Client when !options.CompatibilityClient => SwitchedOff(route, "client"),
            ApiClass.Console when !options.CompatibilityConsole => SwitchedOff(route, "console"),
            ApiClass.Admin when !options.CompatibilityAdmin => SwitchedOff(route, "admin"),
            ApiClass.Inner => $"Old Inner API {NacosPaths.Raw(http)} is deprecated",
            _ => null,
        };
        return message is null ? null : SpringErrors.WriteAsync(http, StatusCodes.Status410Gone, $$"""{"code":40000,"message":"{{message}}"}""");
    }

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static string SwitchedOff(NacosRoute route, string name)
    {
        var property = $"nacos.core.api.compatibility.{name}.enabled";
        return route.Replacement is { } successor
            ? $"Current API will be deprecated, please use API(s) `{successor}` instead, or set `{property}=true` in application.properties."
            : $"Current API will be deprecated, If wanted continue to use, please set `{property}=true` in application.properties.";
    }
}
