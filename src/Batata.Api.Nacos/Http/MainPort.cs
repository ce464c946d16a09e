using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Naming;
using Batata.Api.Nacos.Params;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>The main port: clients and operators, and the console's calls as well. No CORS. Protocol source: Nacos 3.1 <c>NacosServerWebApplication</c>.</summary>
internal sealed class MainPort(NacosOptions options, NacosRoutes routes, ConfigFastRead configs, NamingFastCalls naming, NamingV1Filters filters)
    : NacosPort(options.ContextPath, routes.Main)
{
    private readonly ContextRoot _root = new(options);

    public override Task? TryServe(HttpContext http) => configs.TryServe(http) ?? naming.TryServe(http);

    public override void WriteHeaders(HttpContext http) => NacosHeaders.WriteSecurity(http.Response.Headers);

    public override Task PreflightAsync(HttpContext http) => Answers.TextAsync(http, StatusCodes.Status403Forbidden, null, "Invalid CORS request");

    public override Task? Page(HttpContext http, string path) => (UnknownPaths.IsNamingV1(path) ? filters.RefuseTraffic(http) : null) ?? _root.Answer(http, path);

    public override Task? Revise(HttpContext http, string path, NacosParameters parameters) =>
        UnknownPaths.IsNamingV1(path) ? NamingV1Filters.GroupServiceName(http, parameters) : null;

    public override bool Serves(string method, string path, NacosRoute[] candidates) =>
        base.Serves(method, path, candidates) && !(HttpMethods.IsHead(method) && UnknownPaths.IsNamingV1(path));

    public override Task NoPathAsync(HttpContext http, string path) => UnknownPaths.NoPathAsync(http, path, Routes);

    public override Task NoMethodAsync(HttpContext http, string path, NacosRoute[] candidates) =>
        HttpMethods.IsOptions(http.Request.Method) && !UnknownPaths.IsNamingV1(path)
            ? UnknownPaths.OptionsAsync(http, candidates)
            : UnknownPaths.NoMethodAsync(http, path);

    public override Task UnexpectedAsync(HttpContext http) => SpringErrors.WriteAsync(http, StatusCodes.Status500InternalServerError, "Internal Server Error");
}
