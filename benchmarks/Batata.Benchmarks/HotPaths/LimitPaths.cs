using System.Net;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Batata.Benchmarks.HotPaths;

internal static class LimitPaths
{
    /// <summary>A config GET that passes four rates and a rule of traffic control.</summary>
    public static HotPath Pass()
    {
        var settings = new LimitOptions { TrafficControl = true };
        var plenty = new CallRate(1_000_000_000, 1_000_000_000);
        foreach (var name in (string[])["all.per-address", "all.total", "config-read.per-address", "config-read.total"]) settings.Rates[name] = plenty;
        var options = Options.Create(settings);
        var points = new TpsPoints(TimeProvider.System);
        foreach (var point in points.All) point.Rule = new TpsRule(int.MaxValue, TimeSpan.FromDays(1), intercepts: true);
        var limits = new CallLimits(points, options, TimeProvider.System, NullLogger<CallLimits>.Instance);
        var routes = new NacosRoutes([new ConfigRoutes()]);
        var http = new HttpLimits(limits, new LimitedCalls(routes, points), options);
        var port = new SomePort(routes.Main);
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = "/nacos/v1/cs/configs";
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");
        return new HotPath(
            "http-limits",
            () =>
            {
                if (http.Refuse(context, port) is not null) throw new InvalidOperationException("The request is refused.");
            },
            limits.Dispose);
    }

    private sealed class ConfigRoutes : INacosEndpoints
    {
        public void Map(NacosRouteBuilder nacos) =>
            nacos.Group("/v1/cs", ResultErrors.Instance).Get("/configs", static _ => Task.CompletedTask).RequireNacosPermission(NacosPermission.ReadConfig);
    }

    private sealed class SomePort(RouteTable routes) : NacosPort("/nacos", routes)
    {
        public override void WriteHeaders(HttpContext http) => throw new NotSupportedException();

        public override Task PreflightAsync(HttpContext http) => throw new NotSupportedException();

        public override Task? Page(HttpContext http, string path) => throw new NotSupportedException();

        public override Task NoPathAsync(HttpContext http, string path) => throw new NotSupportedException();

        public override Task NoMethodAsync(HttpContext http, string path, NacosRoute[] candidates) => throw new NotSupportedException();

        public override Task UnexpectedAsync(HttpContext http) => throw new NotSupportedException();
    }
}
