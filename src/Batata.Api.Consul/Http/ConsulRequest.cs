using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Http;

/// <summary>A request that has a route.</summary>
/// <param name="Rest">What follows the path of the route, decoded; empty for a route without parameter.</param>
internal sealed record ConsulRequest(HttpContext Http, ConsulRoute Route, ConsulPermission Permission, string Path, string Rest, ConsulQuery Query)
{
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The secret of the caller; null for nobody. The first that is not empty: query, header, bearer. Protocol source: Consul <c>parseToken</c>.</summary>
    public string? Token
    {
        get
        {
            if (Query.First("token") is { Length: > 0 } inQuery) return inQuery;
            if (Http.Request.Headers["X-Consul-Token"].ToString() is { Length: > 0 } inHeader) return inHeader;
            return Bearer(Http.Request.Headers.Authorization.ToString());
        }
    }

    private static string? Bearer(string header)
    {
        var parts = header.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && parts[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? parts[1] : null;
    }
}
