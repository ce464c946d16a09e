using System.Collections.Frozen;
using Batata.Api.Nacos.Params;
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

    public NacosRouteGroup Group(string prefix, ErrorFamily errors) => new(_routes, prefix, errors);
}

internal sealed class NacosRouteGroup(List<NacosRoute> routes, string prefix, ErrorFamily errors)
{
    public NacosRoute Get(string path, NacosHandler handler) => Add(HttpMethods.Get, path, handler);

    public NacosRoute Post(string path, NacosHandler handler) => Add(HttpMethods.Post, path, handler);

    public NacosRoute Put(string path, NacosHandler handler) => Add(HttpMethods.Put, path, handler);

    public NacosRoute Delete(string path, NacosHandler handler) => Add(HttpMethods.Delete, path, handler);

    private NacosRoute Add(string method, string path, NacosHandler handler)
    {
        var route = new NacosRoute(method, prefix + path, handler, errors);
        routes.Add(route);
        return route;
    }
}

/// <summary>
/// All routes by exact path. Nacos has no path variables but in two places, letter case and a slash at the end count, and one path answers
/// several calls that differ in a parameter: a table does that with one lookup (ADR 0005).
/// </summary>
internal sealed class NacosRoutes
{
    private readonly FrozenDictionary<string, NacosRoute[]> _byPath;

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
        // Chosen ones first, so that the plain one takes what is left.
        _byPath = All.GroupBy(r => r.Path).ToFrozenDictionary(g => g.Key, g => g.OrderBy(r => r.Selector is null).ToArray(), StringComparer.Ordinal);
    }

    public IReadOnlyList<NacosRoute> All { get; }

    /// <returns>Every route of the path, whatever its method; null when there is no such path.</returns>
    public NacosRoute[]? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>HEAD is a GET whose body is not sent.</summary>
    public static bool Serves(NacosRoute[] routes, string method) => Array.Exists(routes, r => r.Method == Effective(method));

    public static NacosRoute? Choose(NacosRoute[] routes, string method, NacosParameters parameters)
    {
        var effective = Effective(method);
        foreach (var route in routes)
        {
            if (route.Method == effective && route.IsChosenBy(parameters)) return route;
        }
        return null;
    }

    /// <summary>The header <c>Allow</c> of an answer to OPTIONS.</summary>
    public static string Allowed(NacosRoute[] routes)
    {
        var methods = routes.Select(static r => r.Method).Distinct();
        return string.Join(',', methods.Select(static m => m == HttpMethods.Get ? $"{m},{HttpMethods.Head}" : m).Append(HttpMethods.Options));
    }

    private static string Effective(string method) => HttpMethods.IsHead(method) ? HttpMethods.Get : method;
}
