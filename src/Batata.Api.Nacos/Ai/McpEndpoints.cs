using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Ai;

/// <summary>The registry of MCP servers is not built: who may use it is told so, and nobody else. Protocol source: Nacos 3.1 <c>McpAdminController</c>, <c>ConsoleMcpController</c>.</summary>
internal sealed class McpEndpoints : INacosEndpoints
{
    private static readonly Failure _notBuilt = new(FailureKind.NotSupported, "ai.mcp", "There is no registry of MCP servers.");

    public void Map(NacosRouteBuilder nacos)
    {
        Map(nacos.Group("/v3/admin/ai/mcp", ResultErrors.Instance));
        var console = nacos.ConsoleGroup("/v3/console/ai/mcp", ResultErrors.Instance);
        Map(console);
        console.Get("/importToolsFromMcp", RefuseAsync).RequireNacosPermission(NacosPermission.WriteAi);
    }

    private static void Map(NacosRouteGroup group)
    {
        group.Get("/list", RefuseAsync).RequireNacosPermission(NacosPermission.ReadAi);
        group.Get("", RefuseAsync).RequireNacosPermission(NacosPermission.ReadAi);
        group.Post("", RefuseAsync).RequireNacosPermission(NacosPermission.WriteAi);
        group.Put("", RefuseAsync).RequireNacosPermission(NacosPermission.WriteAi);
        group.Delete("", RefuseAsync).RequireNacosPermission(NacosPermission.WriteAi);
    }

    private static Task RefuseAsync(NacosRequest request) => request.Errors.RefusedAsync(request.Http, _notBuilt);
}
