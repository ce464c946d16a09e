using System.Collections.Concurrent;
using Batata.Api.Nacos.Http;
using Batata.Application.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>One kind of answered request.</summary>
/// <param name="Context">Path before that of the route.</param>
/// <param name="Route">Null when there was none.</param>
internal readonly record struct HttpCall(string Context, NacosRoute? Route, string Method, int Status)
{
    /// <summary>Protocol source: Spring <c>DefaultServerRequestObservationConvention</c>.</summary>
    public string Uri => Route?.Path ?? "UNKNOWN";

    public string Outcome => Status switch
    {
        < 200 => "INFORMATIONAL",
        < 300 => "SUCCESS",
        < 400 => "REDIRECTION",
        < 500 => "CLIENT_ERROR",
        _ => "SERVER_ERROR",
    };
}

/// <summary>Counts and times what the two HTTP ports answered. A request costs one look-up without allocation, whether somebody reads the numbers or not.</summary>
internal sealed class HttpTimings(TimeProvider time)
{
    private static readonly string[] Methods =
        [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Head, HttpMethods.Options, HttpMethods.Patch];

    private readonly ConcurrentDictionary<HttpCall, Timing> _timings = new();

    public long Begin() => time.GetTimestamp();

    public void Record(long begun, string context, NacosRoute? route, HttpContext http)
    {
        var call = new HttpCall(context, route, NameOf(http.Request.Method), http.Response.StatusCode);
        _timings.GetOrAdd(call, static (_, clock) => new Timing(clock), time).Record(begun);
    }

    /// <summary>A moment's view.</summary>
    public IEnumerable<(HttpCall Call, Timing Timing)> All()
    {
        foreach (var (call, timing) in _timings) yield return (call, timing);
    }

    /// <summary>What clients invent must not become a series each.</summary>
    private static string NameOf(string method)
    {
        foreach (var known in Methods)
        {
            if (ReferenceEquals(known, method) || known == method) return known;
        }
        return "OTHER";
    }
}
