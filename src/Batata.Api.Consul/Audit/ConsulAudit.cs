using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Batata.Api.Consul.Http;
using Batata.Application.Audit;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Audit;

/// <summary>
/// Keeps who changed what: every call that needs the right to write, and every caller that was turned away. Names get in by the path and by a fixed list
/// of parameters, so that values and tokens cannot.
/// </summary>
internal sealed class ConsulAudit(IAuditLog log, AuditScope scope, TimeProvider time) : IDisposable
{
    private const int MaxLength = 256;

    private static readonly string[] Named = ["recurse", "cas", "dc", "datacenter", "enable", "reason", "node", "service", "tag", "namespaceId", "prune", "id"];

    // Of one address. Who is turned away all the time must not fill the files until what matters is gone from them.
    private readonly PartitionedRateLimiter<HttpContext> _refusals = PartitionedRateLimiter.Create<HttpContext, ulong>(static http => RateLimitPartition.GetTokenBucketLimiter(
        NetworkOf(http.Connection.RemoteIpAddress),
        static _ => new TokenBucketRateLimiterOptions { TokenLimit = 100, TokensPerPeriod = 10, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0 }));

    public bool Keeps(ConsulRoute route, string method, ConsulPermission permission, ConsulQuery query) =>
        log.IsOn && !HttpMethods.IsGet(method) && (permission.Access == ConsulAccess.Write || permission.Resource == ConsulResource.Each)
        && (log.KeepsClients || !IsOfClients(route.Path, query));

    /// <summary>Runs the handler and keeps how it ended.</summary>
    public async Task FollowAsync(ConsulRequest request, ConsulHandler handler)
    {
        var (trail, began) = (scope.Begin(), time.GetTimestamp());
        try
        {
            await handler(request);
        }
        catch
        {
            End(trail, request, StatusCodes.Status500InternalServerError, began);
            throw;
        }
        End(trail, request, request.Http.Response.StatusCode, began);
    }

    public void Denied(ConsulRequest request)
    {
        if (log.IsOn) End(new AuditTrail(), request, StatusCodes.Status403Forbidden, time.GetTimestamp());
    }

    public void Dispose() => _refusals.Dispose();

    /// <summary>What clients do all the time, kept only when that is asked for: what keeps their sessions and checks alive, and their locks.</summary>
    private static bool IsOfClients(string path, ConsulQuery query) => path switch
    {
        "/v1/kv/" => query.Has("acquire") || query.Has("release"),
        "/v1/coordinate/update" => true,
        _ => path.StartsWith("/v1/session/", StringComparison.Ordinal)
            || path is "/v1/agent/check/pass/" or "/v1/agent/check/warn/" or "/v1/agent/check/fail/" or "/v1/agent/check/update/",
    };

    private void End(AuditTrail trail, ConsulRequest request, int status, long began)
    {
        var result = trail.Failure is not null ? trail.IsFailureOfServer ? AuditResult.Failed : AuditResult.Refused
            : status >= StatusCodes.Status500InternalServerError ? AuditResult.Failed
            : status >= StatusCodes.Status400BadRequest ? AuditResult.Refused : AuditResult.Done;
        if (result == AuditResult.Refused)
        {
            using var lease = _refusals.AttemptAcquire(request.Http);
            if (!lease.IsAcquired) return;
        }
        var address = request.Http.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        var call = $"{request.Http.Request.Method} {request.Route.Path}";
        log.Add(new AuditRecord(
            time.GetUtcNow(), "", address?.ToString() ?? "", trail.Action ?? call, call, ResourceOf(request), DetailsOf(request), result, status, trail.Failure,
            (long)time.GetElapsedTime(began).TotalMilliseconds));
    }

    /// <summary>As rules of policies write it, with what the path names: <c>key:app/db</c>.</summary>
    private static string ResourceOf(ConsulRequest request) =>
        request.Permission.Resource is ConsulResource.Each or ConsulResource.Open ? Short(request.Rest) : $"{request.Permission.Resource.ToString().ToLowerInvariant()}:{Short(request.Rest)}";

    private static List<KeyValuePair<string, string>> DetailsOf(ConsulRequest request)
    {
        List<KeyValuePair<string, string>> details = [];
        if (request.Http.Request.Headers["X-Forwarded-For"].ToString() is { Length: > 0 } forwarded) details.Add(new("forwardedFor", Short(forwarded)));
        foreach (var name in Named)
        {
            if (request.Query.Has(name)) details.Add(new(name, Short(request.Query.First(name))));
        }
        return details;
    }

    private static string Short(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");

    /// <summary>An address of IPv4, or what one subscriber of IPv6 has at least, a network of 64 bits.</summary>
    private static ulong NetworkOf(IPAddress? address)
    {
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
