using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>One group of endpoints, which adds its routes to the table.</summary>
internal interface INacosEndpoints
{
    void Map(NacosRouteBuilder nacos);
}

internal sealed class NacosRouteBuilder
{
    private readonly List<NacosRoute> _routes = [];

    public IReadOnlyList<NacosRoute> Routes => _routes;

    /// <summary>Routes of the main port.</summary>
    public NacosRouteGroup Group(string prefix, ErrorFamily errors) => new(_routes, prefix, errors, onConsole: false);

    /// <summary>
    /// Routes of the console: on its port, and on the main port below the context path as well. In Nacos 2.x both were one port, in 3.x the main
    /// port does not serve them; tools of both find them (docs/protocol/deviations.md).
    /// </summary>
    public NacosRouteGroup ConsoleGroup(string prefix, ErrorFamily errors) => new(_routes, prefix, errors, onConsole: true);
}

internal sealed class NacosRouteGroup(List<NacosRoute> routes, string prefix, ErrorFamily errors, bool onConsole)
{
    public NacosRoute Get(string path, NacosHandler handler) => Add(HttpMethods.Get, path, handler);

    public NacosRoute Post(string path, NacosHandler handler) => Add(HttpMethods.Post, path, handler);

    public NacosRoute Put(string path, NacosHandler handler) => Add(HttpMethods.Put, path, handler);

    public NacosRoute Patch(string path, NacosHandler handler) => Add(HttpMethods.Patch, path, handler);

    public NacosRoute Delete(string path, NacosHandler handler) => Add(HttpMethods.Delete, path, handler);

    /// <summary>Whatever the method, as Nacos maps some paths.</summary>
    public NacosRoute Any(string path, NacosHandler handler) => Add(NacosRoute.AnyMethod, path, handler);

    private NacosRoute Add(string method, string path, NacosHandler handler)
    {
        var route = new NacosRoute(method, prefix + path, handler, errors, onConsole);
        routes.Add(route);
        return route;
    }
}

/// <summary>
/// All routes by exact path. Nacos has no path variables but in a few places, letter case and a slash at the end count, and one path answers
/// several calls that differ in a parameter: a table does that with one lookup (ADR 0005).
/// </summary>
internal sealed class NacosRoutes
{
    /// <exception cref="InvalidOperationException">A route declares no permission, or two routes are the same.</exception>
    public NacosRoutes(IEnumerable<INacosEndpoints> endpoints)
    {
        var builder = new NacosRouteBuilder();
        foreach (var group in endpoints) group.Map(builder);
        All = builder.Routes;
        var names = new HashSet<string>();
        foreach (var route in All)
        {
            if (route.Permission is null) throw new InvalidOperationException($"{route} declares no permission.");
            if (!names.Add(route.ToString())) throw new InvalidOperationException($"{route} is mapped twice.");
        }
        Main = new RouteTable(All);
        Console = new RouteTable(All.Where(static r => r.OnConsole));
    }

    public IReadOnlyList<NacosRoute> All { get; }

    public RouteTable Main { get; }

    public RouteTable Console { get; }
}
