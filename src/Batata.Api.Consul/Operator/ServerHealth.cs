using Batata.Application.Cluster;
using Batata.Domain.Autopilot;

namespace Batata.Api.Consul.Operator;

/// <param name="LastContact">Beyond the second in which nodes report.</param>
internal sealed record JudgedServer(OperatorServer Server, bool IsHealthy, TimeSpan LastContact, DateTimeOffset StableSince);

/// <summary>The servers and what they make together.</summary>
internal sealed record ClusterHealth(IReadOnlyList<JudgedServer> Servers)
{
    public bool IsHealthy => Servers.All(static one => one.IsHealthy);

    /// <summary>How many voters may be lost before there is no majority.</summary>
    public int FailureTolerance
    {
        get
        {
            var voters = Servers.Where(static one => one.Server.Votes).ToList();
            return Math.Max(0, voters.Count(static one => one.IsHealthy) - ((voters.Count / 2) + 1));
        }
    }
}

/// <summary>
/// Judges the servers by autopilot's thresholds: alive, heard of lately, in the leader's term and not far behind it. Protocol source: Consul
/// <c>autopilot.ServerHealth.IsHealthy</c>.
/// </summary>
internal sealed class ServerHealth(OperatorServers servers, TimeProvider time)
{
    /// <summary>Nodes report to each other once a second: silence begins after it.</summary>
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (bool IsHealthy, DateTimeOffset Since)> _seen = [];

    public ClusterHealth Judge(AutopilotSettings config)
    {
        var all = servers.All();
        var leader = all.FirstOrDefault(static one => one.IsLeader);
        return new ClusterHealth([.. all.Select(server => Judge(server, leader, config))]);
    }

    private JudgedServer Judge(OperatorServer server, OperatorServer? leader, AutopilotSettings config)
    {
        var silent = server.HeardAgo > ReportPeriod ? server.HeardAgo - ReportPeriod : TimeSpan.Zero;
        var isHealthy = leader is not null && server.Condition == NodeCondition.Up && server.Term == leader.Term
            && silent.TotalNanoseconds <= config.LastContactThresholdNs
            && server.LastIndex + (long)Math.Min(config.MaxTrailingLogs, long.MaxValue / 2) >= leader.LastIndex;
        return new JudgedServer(server, isHealthy, silent, SinceOf(server.Id, isHealthy));
    }

    /// <summary>When somebody who asked first saw it so.</summary>
    private DateTimeOffset SinceOf(string id, bool isHealthy)
    {
        lock (_gate)
        {
            if (!_seen.TryGetValue(id, out var seen) || seen.IsHealthy != isHealthy) _seen[id] = seen = (isHealthy, time.GetUtcNow());
            return seen.Since;
        }
    }
}
