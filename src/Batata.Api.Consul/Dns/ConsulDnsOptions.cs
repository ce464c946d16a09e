using System.Net;

namespace Batata.Api.Consul.Dns;

/// <summary>
/// Settings of the DNS server; the key of each is in its remark. The names are those of Consul's <c>dns_config</c>, <c>domain</c>, <c>alt_domain</c>
/// and <c>recursors</c>, from which <c>batata.consul.config-file</c> fills them.
/// </summary>
public sealed class ConsulDnsOptions
{
    /// <summary>UDP and TCP; 0 turns it off. Consul's <c>ports.dns</c>; <c>batata.consul.dns.port</c>.</summary>
    public int Port { get; set; } = 8600;

    /// <summary>Where it listens: as the other ports do. Not a setting of its own.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; set; } = [IPAddress.Loopback];

    /// <summary>Without a dot at the end, in small letters. <c>batata.consul.dns.domain</c>.</summary>
    public string Domain { get; set; } = "consul";

    /// <summary>A second domain that is answered alike; empty for none. <c>batata.consul.dns.alt-domain</c>.</summary>
    public string AltDomain { get; set; } = "";

    /// <summary>Name servers for everything else; none: such names are refused. <c>batata.consul.dns.recursors</c>.</summary>
    public IReadOnlyList<IPEndPoint> Recursors { get; set; } = [];

    /// <summary>The order in which they are asked. <c>batata.consul.dns.recursor-strategy</c>.</summary>
    public RecursorStrategy RecursorStrategy { get; set; } = RecursorStrategy.Sequential;

    /// <summary>Milliseconds that each may take. <c>batata.consul.dns.recursor-timeout</c>.</summary>
    public long RecursorTimeoutMs { get; set; } = 2_000;

    /// <summary>Seconds. <c>batata.consul.dns.node-ttl</c>.</summary>
    public long NodeTtlSeconds { get; set; }

    /// <summary>Seconds by service: its name, the beginning of names and <c>*</c>, or <c>*</c> for all. <c>batata.consul.dns.service-ttl</c>.</summary>
    public IReadOnlyDictionary<string, long> ServiceTtlSeconds { get; set; } = new Dictionary<string, long>();

    /// <summary>Instances with a warning are left out as well as critical ones. <c>batata.consul.dns.only-passing</c>.</summary>
    public bool OnlyPassing { get; set; }

    /// <summary>A node answers from what it has; without it, it asks the leader first how far that should be. <c>batata.consul.dns.allow-stale</c>.</summary>
    public bool AllowStale { get; set; } = true;

    /// <summary>What a node has may be older than this only once it asked the leader. Milliseconds. <c>batata.consul.dns.max-stale</c>.</summary>
    public long MaxStaleMs { get; set; } = 87_600L * 60 * 60 * 1000;

    /// <summary>Answers over UDP without EDNS; 8 at most, as in Consul. <c>batata.consul.dns.udp-answer-limit</c>.</summary>
    public int UdpAnswerLimit { get; set; } = 3;

    /// <summary>Addresses in an answer over any transport; 0 for all. <c>batata.consul.dns.a-record-limit</c>.</summary>
    public int ARecordLimit { get; set; }

    /// <summary>An answer over UDP says that there is more. <c>batata.consul.dns.enable-truncate</c>.</summary>
    public bool EnableTruncate { get; set; }

    /// <summary>Names are written out in full. <c>batata.consul.dns.disable-compression</c>.</summary>
    public bool DisableCompression { get; set; }

    /// <summary>Metadata of nodes as TXT in Additional. <c>batata.consul.dns.enable-additional-node-meta-txt</c>.</summary>
    public bool EnableAdditionalNodeMetaTxt { get; set; } = true;

    /// <summary>Seconds in the SOA record. <c>batata.consul.dns.soa-refresh</c>; the others alike.</summary>
    public long SoaRefreshSeconds { get; set; } = 3_600;

    public long SoaRetrySeconds { get; set; } = 600;

    public long SoaExpireSeconds { get; set; } = 86_400;

    /// <summary>Also the TTL of the record itself. <c>batata.consul.dns.soa-min-ttl</c>.</summary>
    public long SoaMinTtlSeconds { get; set; }

    /// <summary>TCP connections at a time; more are closed at once. <c>batata.consul.dns.max-connections</c>.</summary>
    public int MaxConnections { get; set; } = 512;

    /// <summary>Authorization is on: <c>nacos.core.auth.enabled</c>.</summary>
    public bool RequiresTokens { get; set; }
}

/// <summary>Consul's <c>recursor_strategy</c>.</summary>
public enum RecursorStrategy
{
    Sequential,
    Random,
}
