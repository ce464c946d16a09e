using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming;
using Batata.Api.Nacos.Params;
using Batata.Application.Ai;
using Batata.Domain.Ai;
using Batata.Domain.Identity;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Ai;

/// <summary>The registry of MCP servers, for operators. Protocol source: Nacos 3.1 <c>McpAdminController</c>, <c>ConsoleMcpController</c>.</summary>
internal sealed class McpEndpoints(McpReads reads, McpWrites writes) : INacosEndpoints
{
    private static readonly Failure _noImport = new(FailureKind.NotSupported, "ai.mcp_import", "Tools cannot be taken over from a running MCP server.");

    public void Map(NacosRouteBuilder nacos)
    {
        Map(nacos.Group("/v3/admin/ai/mcp", ResultErrors.Instance));
        var console = nacos.ConsoleGroup("/v3/console/ai/mcp", ResultErrors.Instance);
        Map(console);
        console.Get("/importToolsFromMcp", static request => request.RefuseAsync(_noImport)).RequireNacosPermission(NacosPermission.WriteAi);
    }

    private void Map(NacosRouteGroup group)
    {
        group.Get("/list", ListAsync).RequireNacosPermission(NacosPermission.ReadAi).Checked(ParameterChecks.Mcp).Paged();
        group.Get("", GetAsync).RequireNacosPermission(NacosPermission.ReadAi).Checked(ParameterChecks.Mcp);
        group.Post("", request => WriteAsync(request, static (self, writing, _, ct) => self.CreateAsync(writing, ct), answersId: true)).OfOneServer();
        group.Put("", request => WriteAsync(request, static (self, writing, latest, ct) => self.UpdateAsync(writing, latest, ct), answersId: false))
            .OfOneServer().Takes("latest", ParameterType.Bool);
        group.Delete("", RemoveAsync).OfOneServer();
    }

    private async Task ListAsync(NacosRequest request)
    {
        var search = request.Field("search", "accurate");
        if (search is not ("accurate" or "blur"))
        {
            await request.RefuseAsync(McpFailures.Invalid("Request parameter `search` should be `accurate` or `blur`."));
            return;
        }
        if (request.PageProblem() is { } problem)
        {
            await request.RefuseAsync(McpFailures.Invalid(problem));
            return;
        }
        // Without a name everything is meant, which the gate has asked the right for.
        var page = await reads.ListAsync(
            request.Namespace(), request["mcpName"], search == "blur" || string.IsNullOrEmpty(request["mcpName"]), request.Int("pageNo", 1),
            request.Int("pageSize", ConfigV3.DefaultPageSize), request.Aborted);
        await Answers.SuccessAsync(request.Http, PageJson<McpServerVersions>.Of(page, static one => one), McpHttpJson.Default.PageJsonMcpServerVersions);
    }

    private async Task GetAsync(NacosRequest request)
    {
        var found = await FindAsync(request);
        if (found.Ok) await Answers.SuccessAsync(request.Http, found.Value, McpHttpJson.Default.McpServerDetail);
        else await request.RefuseAsync(found.Failure);
    }

    private async Task<Outcome<McpServerDetail>> FindAsync(NacosRequest request)
    {
        if (Nameless(request) is { } nameless) return nameless;
        var found = await reads.FindAsync(request.Namespace(), request["mcpId"], request["mcpName"], request["version"], request.Aborted);
        return found.Ok && !Allows(request, NacosPermission.ReadAi, found.Value.Name) ? IdentityFailures.Denied : found;
    }

    private async Task WriteAsync(NacosRequest request, Func<McpWrites, McpWriting, bool, CancellationToken, Task<Outcome<string>>> write, bool answersId)
    {
        var writing = request.ReadWriting();
        var done = !writing.Ok ? writing.Failure
            : await NotAllowedAsync(request, writing.Value.Server) ?? await write(writes, writing.Value, request.Bool("latest", true), request.Aborted);
        if (done.Ok) await Answers.SuccessAsync(request.Http, answersId ? done.Value : "ok", BasicJson.Default.String);
        else await request.RefuseAsync(done.Failure);
    }

    private async Task RemoveAsync(NacosRequest request)
    {
        var failure = Nameless(request) ?? await NotAllowedAsync(request, new McpServer { Id = request["mcpId"], Name = request["mcpName"] });
        failure ??= (await writes.RemoveAsync(request.Namespace(), request["mcpId"], request["mcpName"], request["version"], request.McpAuthor(), request.Aborted)).Failure;
        if (failure is null) await Answers.SuccessAsync(request.Http, "ok", BasicJson.Default.String);
        else await request.RefuseAsync(failure);
    }

    private static Failure? Nameless(NacosRequest request) => string.IsNullOrWhiteSpace(request["mcpId"]) && string.IsNullOrWhiteSpace(request["mcpName"])
        ? McpFailures.Missing("Required parameter 'mcpId' or 'mcpName' type String at lease one is not present")
        : null;

    /// <summary>The gate sees the parameter <c>mcpName</c> alone; an id, or the name inside the JSON, may mean another server. Nacos does not ask.</summary>
    private async Task<Failure?> NotAllowedAsync(NacosRequest request, McpServer server)
    {
        if (!string.IsNullOrEmpty(server.Name) && !Allows(request, NacosPermission.WriteAi, server.Name)) return IdentityFailures.Denied;
        if (string.IsNullOrEmpty(server.Id)) return null;
        var stored = await reads.FindNameAsync(request.Namespace(), server.Id, request.Aborted);
        return stored is null || Allows(request, NacosPermission.WriteAi, stored) ? null : IdentityFailures.Denied;
    }

    private static bool Allows(NacosRequest request, NacosPermission permission, string? name) =>
        request.Caller is { IsUser: false } or { IsAdministrator: true } || permission.Allows(request.Caller, request.Namespace(), ServiceKey.DefaultGroup, name);
}

internal static class McpRoutes
{
    public static NacosRoute OfOneServer(this NacosRoute route) => route.RequireNacosPermission(NacosPermission.WriteAi).Checked(ParameterChecks.Mcp);
}
