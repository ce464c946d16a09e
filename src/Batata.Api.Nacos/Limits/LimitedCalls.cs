using System.Collections.Frozen;
using Batata.Api.Nacos.Http;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Limits;

/// <param name="Point">Null when traffic control has no name for it.</param>
internal sealed record LimitedCall(CallGroup Group, TpsPoint? Point);

/// <summary>Finds, before a request is routed and without a string, what it counts as.</summary>
internal sealed class LimitedCalls
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Patch];
    private static readonly LimitedCall Other = new(CallGroup.Admin, null);

    private readonly FrozenDictionary<string, LimitedCall?[]>.AlternateLookup<ReadOnlySpan<char>> _byPath;

    public LimitedCalls(NacosRoutes routes, TpsPoints points)
    {
        _byPath = routes.All
            .Where(static route => route.Template is null)
            .GroupBy(static route => route.Path)
            .ToFrozenDictionary(static group => group.Key, group => Methods.Select(method => Of(method, group.Key, [.. group], points)).ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <returns>Null for what is never limited: probes and scrapes, which would take a busy node for a dead one.</returns>
    public LimitedCall? Find(NacosPort port, HttpRequest request)
    {
        if (!port.Contains(request.Path)) return Other;
        return _byPath.TryGetValue(port.BelowContextSpan(request.Path), out var calls) && IndexOf(request.Method) is var index and >= 0 ? calls[index] : Other;
    }

    private static LimitedCall? Of(string method, string path, NacosRoute[] routes, TpsPoints points)
    {
        if (routes.All(static route => route.AlwaysServed) || path.Contains("prometheus", StringComparison.Ordinal)) return null;
        // A listener asks with POST for nothing but to read.
        var reads = method == HttpMethods.Get || path.EndsWith("/listener", StringComparison.Ordinal);
        var group = path switch
        {
            _ when path.Contains("/cs/", StringComparison.Ordinal) => reads ? CallGroup.ConfigRead : CallGroup.ConfigWrite,
            _ when path.Contains("/ns/", StringComparison.Ordinal) => reads ? CallGroup.NamingRead : CallGroup.NamingWrite,
            _ => CallGroup.Admin,
        };
        return new LimitedCall(group, points.OfHttp(method, path));
    }

    private static int IndexOf(string method)
    {
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) return 0;
        if (HttpMethods.IsPost(method)) return 1;
        if (HttpMethods.IsPut(method)) return 2;
        if (HttpMethods.IsDelete(method)) return 3;
        return HttpMethods.IsPatch(method) ? 4 : -1;
    }
}
