namespace Batata.Api.Consul.Dns.Answers;

/// <summary>How long the answer for a service may be kept: by its name, else by the longest beginning that fits. Protocol source: Consul <c>GetTTLForService</c>.</summary>
internal sealed class ServiceTtls
{
    private readonly Dictionary<string, uint> _exact = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, uint Ttl)> _prefixes = [];

    public ServiceTtls(IReadOnlyDictionary<string, long> seconds)
    {
        foreach (var (name, ttl) in seconds)
        {
            if (name.EndsWith('*')) _prefixes.Add((name[..^1], (uint)ttl));
            else _exact[name] = (uint)ttl;
        }
        _prefixes.Sort(static (a, b) => b.Prefix.Length.CompareTo(a.Prefix.Length));
    }

    public uint Of(string service)
    {
        if (_exact.TryGetValue(service, out var ttl)) return ttl;
        foreach (var (prefix, seconds) in _prefixes)
        {
            if (service.StartsWith(prefix, StringComparison.Ordinal)) return seconds;
        }
        return 0;
    }
}
