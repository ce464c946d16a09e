using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;

namespace Batata.Api.Nacos.Configs;

/// <summary>What the admin and console calls of v3 have in common.</summary>
internal static class ConfigV3
{
    public const int DefaultPageSize = 100;

    public static NacosRouteGroup ConfigAdmin(this NacosRouteBuilder nacos) => nacos.Group("/v3/admin/cs", ResultErrors.Instance);

    public static NacosRouteGroup ConfigConsole(this NacosRouteBuilder nacos) => nacos.ConsoleGroup("/v3/console/cs", ResultErrors.Instance);

    public static NacosRoute OfOneConfig(this NacosRoute route, NacosPermission permission) => route
        .RequireNacosPermission(permission)
        .Checked(ParameterChecks.Config)
        .RequiresFields("groupName", "dataId");

    public static NacosRoute Paged(this NacosRoute route) => route.Takes("pageNo", ParameterType.Int).Takes("pageSize", ParameterType.Int);

    /// <summary>Null when the page that is asked for can be. Protocol source: Nacos 3.1 <c>PageForm</c>.</summary>
    public static string? PageProblem(this NacosRequest request) => Problem(request, "pageNo", 1) ?? Problem(request, "pageSize", DefaultPageSize);

    private static string? Problem(NacosRequest request, string name, int otherwise)
    {
        if (request.First(name) is "") return $"Required parameter '{name}' should be positive integer, current is empty";
        return request.Int(name, otherwise) is var value && value < 1 ? $"Required parameter '{name}' should be positive integer, current is {value}" : null;
    }
}
