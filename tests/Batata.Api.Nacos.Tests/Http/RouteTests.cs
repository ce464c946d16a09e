using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Http;

public sealed class RouteTests
{
    /// <summary>A new route, or one whose permission changes, must be written down in the golden list.</summary>
    [Fact]
    public async Task EveryRoute_HasThePermissionOfTheList()
    {
        await using var server = await NacosHttpServer.StartAsync(options => options.PrometheusEnabled = true);
        var routes = server.Services.GetRequiredService<NacosRoutes>().All;
        Assert.All(routes, route => Assert.NotNull(route.Permission));
        var actual = string.Concat(routes.Select(route => $"{route} {route.Class} {route.Permission}{(route.OnConsole ? " on both ports" : "")}\n").Order(StringComparer.Ordinal));
        await GoldenFile.CompareAsync("routes.txt", actual);
    }

    [Fact]
    public void Table_RouteWithoutPermission_StopsTheStart() =>
        Assert.Contains("declares no permission", Assert.Throws<InvalidOperationException>(() => new NacosRoutes([new Some(group => group.Get("/a", Nothing))])).Message, StringComparison.Ordinal);

    [Fact]
    public void Table_TwoRoutesForOneCall_StopTheStart() => Assert.Contains(
        "mapped twice",
        Assert.Throws<InvalidOperationException>(() => new NacosRoutes([new Some(Open), new Some(Open)])).Message,
        StringComparison.Ordinal);

    private static void Open(NacosRouteGroup group) => group.Get("/a", Nothing).RequireNacosPermission(OpenAccess.Health);

    private static Task Nothing(NacosRequest request) => Task.CompletedTask;

    private sealed class Some(Action<NacosRouteGroup> map) : INacosEndpoints
    {
        public void Map(NacosRouteBuilder nacos) => map(nacos.Group("/v9", ResultErrors.Instance));
    }
}
