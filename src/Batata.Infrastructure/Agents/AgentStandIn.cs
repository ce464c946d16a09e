using Batata.Application.Cluster;
using Batata.Infrastructure.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents;

/// <summary>The leader stands in for agents of nodes that are lost, from the second in which they count as down until they are back, or it leads no more.</summary>
internal sealed partial class AgentStandIn(
    AgentDuty duty, SeenMembers members, IEnumerable<IDutyFollower> followers, ILeaderLease lease, INodeState node, TimeProvider time, ILogger<AgentStandIn> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await node.FirstReady.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Every, time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the node.
        }
    }

    internal void Look()
    {
        var lost = lease.TryHold(out _) ? members.Seen().Where(static one => !one.IsAlive).Select(static one => one.Node.Name).Where(name => !duty.IsOwn(name)).ToList() : [];
        if (!duty.StandInFor(lost, time.GetUtcNow())) return;
        LogStandsIn(lost.Count == 0 ? "nobody" : string.Join(", ", lost));
        foreach (var follower in followers) follower.DutyChanged();
    }

    [LoggerMessage(EventId = 3331, Level = LogLevel.Information, Message = "This node stands in for the agents of: {Nodes}")]
    private partial void LogStandsIn(string nodes);
}
