using System.Net;

namespace Batata.Api.Nacos.Limits;

/// <summary>How much may be asked of this node. Without a setting nothing is limited, and nothing is counted.</summary>
public sealed class LimitOptions
{
    /// <summary>Calls by <c>GROUP.KIND</c>, such as <c>config-read.per-address</c>. <c>batata.rate-limit.*</c>.</summary>
    public Dictionary<string, CallRate> Rates { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whose word on the address of a client counts: proxies in front. <c>batata.trusted-proxies</c>.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; set; } = [];

    /// <summary>Nacos' traffic control. <c>nacos.plugin.control.manager.type</c>.</summary>
    public bool TrafficControl { get; set; }

    /// <summary>What holds <c>data/</c> with the rules of traffic control; null for the data folder itself. <c>nacos.plugin.control.rule.local.basedir</c>.</summary>
    public string? RuleBaseFolder { get; set; }

    /// <summary>Holds <c>tps/</c> and <c>connection/</c>. Follows from the base folder.</summary>
    public string RuleFolder { get; set; } = "data";

    /// <summary>gRPC connections and long polls of one address; 0 for no limit. <c>batata.grpc.max-connections-per-address</c>.</summary>
    public int MaxConnectionsPerAddress { get; set; }
}

/// <param name="PerSecond">In the long run.</param>
/// <param name="Burst">At once, after a pause.</param>
public sealed record CallRate(int PerSecond, int Burst);
