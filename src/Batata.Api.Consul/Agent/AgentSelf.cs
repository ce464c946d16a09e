using System.Globalization;
using System.Runtime.InteropServices;
using Batata.Api.Consul.Http;
using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Application.Coordinates;
using Batata.Domain.Agents;
using Batata.Domain.Coordinates;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Agent;

/// <summary>What <c>/v1/agent/self</c> shows. Every value of its first level is an object, which clients take for granted.</summary>
internal sealed record SelfView(
    string Datacenter, string NodeName, string NodeId, string BindAddress, SerfMember Member, Coordinate Place, IEnumerable<KeyValuePair<string, string>> Settings,
    IReadOnlyList<(string Group, IReadOnlyList<KeyValuePair<string, string>> Figures)> Stats);

/// <summary>Reads it: this node, its log, what is registered on it, the process.</summary>
internal sealed class AgentSelf(
    ConsulMembers members, IClusterNodes nodes, IAgentQueries agents, ICoordinateQueries coordinates, ConsulGate gate, IEffectiveSettings settings, IOptions<ConsulOptions> options)
{
    private static readonly string[] Passive = ["", "ttl", "maintenance", "alias"];

    public async Task<SelfView> ReadAsync(CancellationToken cancellationToken)
    {
        var (self, own) = (members.Self, nodes.Self);
        var services = await agents.ServicesAsync(self.Name, cancellationToken);
        var checks = await agents.ChecksAsync(self.Name, cancellationToken);
        var (places, _) = await coordinates.FindAsync(self.Name, cancellationToken);
        var all = members.All(wan: false);
        return new SelfView(
            options.Value.Datacenter, self.Name, members.SelfId.ToString("D"), self.Address, self, places.Count > 0 ? places[0].Coordinate : Coordinate.Origin, settings.All,
            [
                ("agent", Agent(services, checks)), ("build", Build()), ("consul", Consul(own)), ("raft", Raft(own)), ("runtime", Runtime()), ("serf_lan", Serf(all)), ("serf_wan", Serf(all)),
            ]);
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Agent(IReadOnlyList<AgentService> services, IReadOnlyList<AgentCheck> checks) =>
    [
        new("check_monitors", Text(checks.Count(static check => !Passive.Contains(check.State.Type)))), new("check_ttls", Text(checks.Count(static check => check.Definition.IsTtl))),
        new("checks", Text(checks.Count)), new("services", Text(services.Count)),
    ];

    private static IReadOnlyList<KeyValuePair<string, string>> Build() =>
    [
        new("prerelease", ""), new("revision", ConsulVersion.Revision), new("version", ConsulVersion.Text), new("version_metadata", $"{ConsulVersion.Metadata} {ConsulVersion.Release}"),
    ];

    private IReadOnlyList<KeyValuePair<string, string>> Consul(ClusterNode own)
    {
        var leader = own.Log?.Leader;
        return
        [
            new("acl", gate.IsOpen ? "disabled" : "enabled"), new("bootstrap", Text((own.Log?.Voters.Count ?? 1) == 1)), new("known_datacenters", "1"),
            new("leader", Text(leader == own.Name)), new("leader_addr", leader?.RaftAddress ?? ""), new("server", "true"),
        ];
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Raft(ClusterNode own)
    {
        if (own.Log is not { } log) return [];
        return
        [
            new("applied_index", Text(log.AppliedIndex)), new("commit_index", Text(log.CommittedIndex)), new("num_peers", Text(Math.Max(0, log.Voters.Count - 1))),
            new("state", log.Leader == own.Name ? "Leader" : "Follower"), new("term", Text(log.Term)),
            new("latest_configuration", string.Join(' ', log.Voters.Select(static one => one.RaftAddress))),
        ];
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Runtime() =>
    [
        new("arch", GoNameOf(RuntimeInformation.ProcessArchitecture)), new("cpu_count", Text(Environment.ProcessorCount)),
        new("max_procs", Text(Environment.ProcessorCount)), new("os", OperatingSystem.IsLinux() ? "linux" : RuntimeInformation.OSDescription),
        new("threads", Text(ThreadPool.ThreadCount)), new("version", RuntimeInformation.FrameworkDescription),
    ];

    private static IReadOnlyList<KeyValuePair<string, string>> Serf(IReadOnlyList<SerfMember> all) =>
    [
        new("failed", Text(all.Count(static one => one.Status == SerfMember.Failed))), new("left", "0"), new("members", Text(all.Count)),
    ];

    /// <summary>Go's names, which scripts know.</summary>
    private static string GoNameOf(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.X86 => "386",
        _ => architecture.ToString().ToLowerInvariant(),
    };

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Text(bool value) => value ? "true" : "false";
}
