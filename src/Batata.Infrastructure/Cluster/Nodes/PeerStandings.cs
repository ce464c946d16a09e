using System.Collections.Concurrent;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Wire;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Cluster.Nodes;

/// <summary>What a report changed of a node's condition.</summary>
internal readonly record struct PeerChange(NodeCondition Condition, string? Problem);

/// <summary>What this node last heard of each other one. Thread-safe; readers take a record that never changes.</summary>
internal sealed class PeerStandings(IOptions<ClusterOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, PeerStanding> _standings = new();

    /// <summary>Null until anything is known of it.</summary>
    public PeerStanding? Of(ClusterMember member) => _standings.GetValueOrDefault(member.Address);

    /// <summary>It reported by itself. That it can reach this node says nothing of the other way, which the next report to it tries.</summary>
    public void HeardFirst(ClusterMember member, NodeReport report)
    {
        if (Of(member) is null or { FailedReports: 0 }) Heard(member, report);
    }

    /// <summary>It answered.</summary>
    public PeerChange? Heard(ClusterMember member, NodeReport report)
    {
        var problem = report.Problem.Length > 0 ? report.Problem : null;
        return Replace(member, new PeerStanding(NodeWire.Condition(report.Condition), 0, report, time.GetUtcNow(), problem));
    }

    /// <param name="surely">Nobody can be there: no second try is needed. Nacos: a refused connection.</param>
    public PeerChange? Failed(ClusterMember member, bool surely, string problem)
    {
        var before = Of(member);
        var failed = (before?.FailedReports ?? 0) + 1;
        var condition = surely || failed > options.Value.FailedReportsUntilDown ? NodeCondition.Down : NodeCondition.Suspicious;
        return Replace(member, new PeerStanding(condition, failed, before?.Report, before?.HeardAt, problem));
    }

    private PeerChange? Replace(ClusterMember member, PeerStanding standing)
    {
        var before = Of(member);
        _standings[member.Address] = standing;
        return before?.Condition == standing.Condition ? null : new PeerChange(standing.Condition, standing.Problem);
    }
}

/// <param name="Report">The last one; null when it was never heard.</param>
internal sealed record PeerStanding(NodeCondition Condition, int FailedReports, NodeReport? Report, DateTimeOffset? HeardAt, string? Problem);
