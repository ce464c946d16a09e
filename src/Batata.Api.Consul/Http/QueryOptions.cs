namespace Batata.Api.Consul.Http;

/// <summary>What every read may say about itself. Protocol source: Consul <c>parseInternal</c>, in its order.</summary>
/// <param name="Index">The read waits for a higher one; 0 does not wait.</param>
/// <param name="WaitMs">How long at most; 0 for the default.</param>
/// <param name="Stale">Whatever this node has.</param>
/// <param name="Consistent">Nothing older than the question.</param>
/// <param name="Datacenter">Empty for this one.</param>
internal sealed record QueryOptions(ulong Index, long WaitMs, bool Stale, bool Consistent, string Datacenter)
{
    public static readonly QueryOptions Default = new(0, 0, false, false, "");

    /// <summary>How long ago the leader may have been heard; 0 for any time.</summary>
    public long MaxStaleMs { get; init; }

    /// <returns>Why it is refused with 400; null when it is not.</returns>
    public static string? Parse(ConsulRequest request, out QueryOptions options)
    {
        options = Default;
        if (ParseConsistency(request, out var consistency) is { } refused) return refused;
        var query = request.Query;
        var wait = 0L;
        if (query.First("wait") is { Length: > 0 } waitText && !GoDuration.TryParse(waitText, out wait)) return "Invalid wait time";
        var index = 0UL;
        if (query.First("index") is { Length: > 0 } indexText && !GoNumber.TryParseUnsigned(indexText, out index)) return "Invalid index";
        // Less than a millisecond is a wait all the same, and not the default.
        options = consistency with { Index = index, WaitMs = wait <= 0 ? 0 : Math.Max(1, wait / 1_000_000), Datacenter = DatacenterOf(request) };
        return null;
    }

    /// <summary>Of a read that neither waits nor looks at the datacenter: how fresh, and from which cache. Protocol source: Consul <c>parseConsistency</c>, <c>parseCacheControl</c>.</summary>
    /// <returns>Why it is refused with 400; null when it is not.</returns>
    public static string? ParseConsistency(ConsulRequest request, out QueryOptions options)
    {
        options = Default;
        var query = request.Query;
        var (stale, consistent) = (query.Has("stale"), query.Has("consistent"));
        var maxStaleMs = 0L;
        if (query.First("max_stale") is { Length: > 0 } maxStale)
        {
            if (!GoDuration.TryParse(maxStale, out var age)) return $"Invalid max_stale value \"{maxStale}\"";
            stale |= age > 0;
            maxStaleMs = age > 0 ? Math.Max(1, age / 1_000_000) : 0;
        }
        if (stale && consistent) return "Cannot specify ?stale with ?consistent, conflicting semantics.";
        if (query.Has("cached") && consistent) return "Cannot specify ?cached with ?consistent, conflicting semantics.";
        if (!IsCacheControl(request.Http.Request.Headers.CacheControl.ToString())) return "Invalid Cache-Control header.";
        options = Default with { Stale = stale, Consistent = consistent, MaxStaleMs = maxStaleMs };
        return null;
    }

    /// <summary>Of a call that looks at nothing else of these.</summary>
    public static string DatacenterOf(ConsulRequest request) => request.Query.First("datacenter") is { Length: > 0 } longName ? longName : request.Query.First("dc");

    /// <summary>What this edition has not. Protocol source: Consul CE <c>parseEntMeta</c>.</summary>
    /// <returns>Why it is refused with 400; null when it is not.</returns>
    public static string? RefuseEnterprise(ConsulRequest request)
    {
        var headers = request.Http.Request.Headers;
        if (headers["X-Consul-Namespace"].ToString().Length > 0) return "Invalid header: \"X-Consul-Namespace\" - Namespaces are a Consul Enterprise feature";
        if (request.Query.First("ns").Length > 0) return "Invalid query parameter: \"ns\" - Namespaces are a Consul Enterprise feature";
        return RefusePartition(request);
    }

    public static string? RefusePartition(ConsulRequest request)
    {
        if (request.Http.Request.Headers["X-Consul-Partition"].ToString().Length > 0) return "Invalid header: \"X-Consul-Partition\" - Partitions are a Consul Enterprise feature";
        return request.Query.First("partition").Length > 0 ? "Invalid query parameter: \"partition\" - Partitions are a Consul Enterprise feature" : null;
    }

    private static bool IsCacheControl(string header)
    {
        if (header.Length == 0) return true;
        foreach (var directive in header.Split(','))
        {
            var parts = directive.Trim().Split('=', 2);
            if (parts[0] is "max-age" or "stale-if-error" && (parts.Length < 2 || !GoNumber.TryParseSigned(parts[1], out _))) return false;
        }
        return true;
    }
}
