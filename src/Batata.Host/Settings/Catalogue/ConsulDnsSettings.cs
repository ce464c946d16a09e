using System.Globalization;
using System.Net;
using Batata.Api.Consul.Dns;
using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>The DNS server of Consul's names.</summary>
internal static class ConsulDnsSettings
{
    private const long MaxTtl = int.MaxValue;

    public static SettingGroup Group => new("DNS",
    [
        Number("batata.consul.dns.port", 0, IPEndPoint.MaxPort, o => o.ConsulDns.Port, (o, v) => o.ConsulDns.Port = v,
            "Port of the DNS server for Consul's names, UDP and TCP; 0 for none."),
        Text("batata.consul.dns.domain", "a domain name", o => o.ConsulDns.Domain, (o, text) => SetDomain(text, d => o.ConsulDns.Domain = d, mayBeEmpty: false),
            "Domain that is answered with authority."),
        Text("batata.consul.dns.alt-domain", "a domain name", o => o.ConsulDns.AltDomain is { Length: > 0 } domain ? domain : null, (o, text) => SetDomain(text, d => o.ConsulDns.AltDomain = d, mayBeEmpty: true),
            "A second domain that is answered like the first.") with { AllowsEmpty = true, DefaultText = "none", Example = "test.example" },
        Text("batata.consul.dns.recursors", "addresses with commas between, each with a port if it is not 53", o => o.ConsulDns.Recursors.Count > 0 ? string.Join(',', o.ConsulDns.Recursors) : null, SetRecursors,
            "Name servers that other names are passed on to. Without one they are refused.") with { AllowsEmpty = true, DefaultText = "none", Example = "10.0.0.2,10.0.0.3:5353" },
        Text("batata.consul.dns.recursor-strategy", "sequential or random", o => o.ConsulDns.RecursorStrategy == RecursorStrategy.Random ? "random" : "sequential", SetStrategy,
            "The order in which the recursors are asked."),
        Number("batata.consul.dns.recursor-timeout", 1L, 600_000L, o => o.ConsulDns.RecursorTimeoutMs, (o, v) => o.ConsulDns.RecursorTimeoutMs = v,
            "Milliseconds that a recursor may take."),
        Number("batata.consul.dns.node-ttl", 0L, MaxTtl, o => o.ConsulDns.NodeTtlSeconds, (o, v) => o.ConsulDns.NodeTtlSeconds = v,
            "Seconds that the address of a node may be kept by who asked."),
        Text("batata.consul.dns.service-ttl", "names with seconds, such as web=10,db-*=5,*=1", WriteTtls, SetTtls,
            "Seconds that the answer for a service may be kept: by its name, the beginning of names, or for all others.") with { AllowsEmpty = true, DefaultText = "0 for all", Example = "web=10,db-*=5,*=1" },
        Switch("batata.consul.dns.only-passing", o => o.ConsulDns.OnlyPassing, (o, v) => o.ConsulDns.OnlyPassing = v,
            "Leaves out instances with a warning, too; critical ones are never shown."),
        Switch("batata.consul.dns.allow-stale", o => o.ConsulDns.AllowStale, (o, v) => o.ConsulDns.AllowStale = v,
            "Every node of a cluster answers from what it has. With false it asks the leader first."),
        Number("batata.consul.dns.max-stale", 0L, long.MaxValue / 1_000_000, o => o.ConsulDns.MaxStaleMs, (o, v) => o.ConsulDns.MaxStaleMs = v,
            "Milliseconds since a node last heard of the leader after which it asks it first all the same."),
        Number("batata.consul.dns.udp-answer-limit", 0, 65_535, o => o.ConsulDns.UdpAnswerLimit, (o, v) => o.ConsulDns.UdpAnswerLimit = v,
            "Answers over UDP for those who ask without EDNS; more than 8 is as 8."),
        Number("batata.consul.dns.a-record-limit", 0, 65_535, o => o.ConsulDns.ARecordLimit, (o, v) => o.ConsulDns.ARecordLimit = v,
            "Addresses in an answer over any transport; 0 for all."),
        Switch("batata.consul.dns.enable-truncate", o => o.ConsulDns.EnableTruncate, (o, v) => o.ConsulDns.EnableTruncate = v,
            "An answer that was cut says so, and the resolver asks again over TCP."),
        Switch("batata.consul.dns.disable-compression", o => o.ConsulDns.DisableCompression, (o, v) => o.ConsulDns.DisableCompression = v,
            "Writes every name in full, for clients that cannot read compressed ones."),
        Switch("batata.consul.dns.enable-additional-node-meta-txt", o => o.ConsulDns.EnableAdditionalNodeMetaTxt, (o, v) => o.ConsulDns.EnableAdditionalNodeMetaTxt = v,
            "Adds the metadata of nodes to answers as TXT records."),
        Number("batata.consul.dns.soa-refresh", 0L, MaxTtl, o => o.ConsulDns.SoaRefreshSeconds, (o, v) => o.ConsulDns.SoaRefreshSeconds = v, "Seconds, in the SOA record."),
        Number("batata.consul.dns.soa-retry", 0L, MaxTtl, o => o.ConsulDns.SoaRetrySeconds, (o, v) => o.ConsulDns.SoaRetrySeconds = v, "Seconds, in the SOA record."),
        Number("batata.consul.dns.soa-expire", 0L, MaxTtl, o => o.ConsulDns.SoaExpireSeconds, (o, v) => o.ConsulDns.SoaExpireSeconds = v, "Seconds, in the SOA record."),
        Number("batata.consul.dns.soa-min-ttl", 0L, MaxTtl, o => o.ConsulDns.SoaMinTtlSeconds, (o, v) => o.ConsulDns.SoaMinTtlSeconds = v,
            "Seconds that a name may be held for missing."),
        Number("batata.consul.dns.max-connections", 1, 65_535, o => o.ConsulDns.MaxConnections, (o, v) => o.ConsulDns.MaxConnections = v,
            "TCP connections that the DNS server has at a time."),
    ]);

    private static bool SetDomain(string text, Action<string> set, bool mayBeEmpty)
    {
        var domain = text.Trim().TrimEnd('.').ToLowerInvariant();
        if (domain.Length == 0 && !mayBeEmpty) return false;
        if (domain.Length > 200 || (domain.Length > 0 && !domain.Split('.').All(IsLabel))) return false;
        set(domain);
        return true;
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= 63 && label.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool SetRecursors(BatataOptions options, string text)
    {
        List<IPEndPoint> recursors = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IPEndPoint.TryParse(part, out var at)) return false;
            recursors.Add(at.Port == 0 ? new IPEndPoint(at.Address, 53) : at);
        }
        options.ConsulDns.Recursors = recursors;
        return true;
    }

    private static bool SetStrategy(BatataOptions options, string text)
    {
        var strategy = text.ToLowerInvariant();
        if (strategy is not ("sequential" or "random")) return false;
        options.ConsulDns.RecursorStrategy = strategy == "random" ? RecursorStrategy.Random : RecursorStrategy.Sequential;
        return true;
    }

    private static bool SetTtls(BatataOptions options, string text)
    {
        var ttls = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var seconds]
                || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var ttl) || ttl > MaxTtl) return false;
            ttls[name.ToLowerInvariant()] = ttl;
        }
        options.ConsulDns.ServiceTtlSeconds = ttls;
        return true;
    }

    private static string? WriteTtls(BatataOptions options) => options.ConsulDns.ServiceTtlSeconds.Count == 0
        ? null
        : string.Join(',', options.ConsulDns.ServiceTtlSeconds.Select(static ttl => string.Create(CultureInfo.InvariantCulture, $"{ttl.Key}={ttl.Value}")));
}
