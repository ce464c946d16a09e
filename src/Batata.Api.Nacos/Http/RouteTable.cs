using System.Collections.Frozen;
using Batata.Api.Nacos.Params;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>The routes of one port: by exact path with one lookup, then the few whose path has variables.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<string, NacosRoute[]> _byPath;
    private readonly FrozenDictionary<string, NacosRoute[]>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly (PathTemplate Template, NacosRoute[] Routes)[] _templates;

    public RouteTable(IEnumerable<NacosRoute> routes)
    {
        // Chosen ones first, so that the plain one takes what is left.
        var groups = routes.GroupBy(static r => r.Path).Select(static g => g.OrderBy(static r => r.Selector is null).ToArray()).ToList();
        _byPath = groups.Where(static g => g[0].Template is null).ToFrozenDictionary(static g => g[0].Path, StringComparer.Ordinal);
        _bySpan = _byPath.GetAlternateLookup<ReadOnlySpan<char>>();
        _templates = [.. groups.Where(static g => g[0].Template is not null).Select(static g => (g[0].Template!, g))];
    }

    /// <returns>Every route of the path, whatever its method; null when there is no such path.</returns>
    public NacosRoute[]? Find(string path)
    {
        if (_byPath.TryGetValue(path, out var exact)) return exact;
        foreach (var (template, routes) in _templates)
        {
            if (template.Matches(path)) return routes;
        }
        return null;
    }

    /// <summary>Without a string for the path: for hot paths.</summary>
    /// <returns>Null when there is none, or only ones that a parameter chooses.</returns>
    public NacosRoute? FindPlain(ReadOnlySpan<char> path, string method)
    {
        if (!_bySpan.TryGetValue(path, out var routes)) return null;
        foreach (var route in routes)
        {
            if (route.Selector is null && route.Takes(method)) return route;
        }
        return null;
    }

    /// <summary>HEAD is a GET whose body is not sent.</summary>
    public static bool Serves(NacosRoute[] routes, string method) => Array.Exists(routes, r => r.Takes(Effective(method)));

    public static NacosRoute? Choose(NacosRoute[] routes, string method, NacosParameters parameters)
    {
        var effective = Effective(method);
        foreach (var route in routes)
        {
            if (route.Takes(effective) && route.IsChosenBy(parameters)) return route;
        }
        return null;
    }

    /// <summary>The header <c>Allow</c> of an answer to OPTIONS.</summary>
    public static string Allowed(NacosRoute[] routes)
    {
        var methods = routes.SelectMany(static r => r.Methods).Distinct();
        return string.Join(',', methods.Select(static m => m == HttpMethods.Get ? $"{m},{HttpMethods.Head}" : m).Append(HttpMethods.Options));
    }

    private static string Effective(string method) => HttpMethods.IsHead(method) ? HttpMethods.Get : method;
}
