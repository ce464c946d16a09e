using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>
/// A leader whose disk is almost full refuses the writes of the whole cluster, so it lets a member lead that says it has room; and who has no room at all
/// begins no election. Only to one that has room, and not often: leadership never wanders while all disks fill up.
/// </summary>
internal sealed partial class RoomToLead(RaftNode node, IMembers members, PeerStandings standings, LeaderTransfer transfer, TimeProvider time, ILogger<RoomToLead> logger) : BackgroundService
{
    /// <summary>Between two tries, whatever became of the first.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Aside = TimeSpan.FromSeconds(5);

    private long? _tried;

    /// <param name="others">With what they last said of themselves.</param>
    /// <returns>Who has room and the most of the log; null when nobody has.</returns>
    public static ClusterMember? Choose(IEnumerable<(ClusterMember Member, PeerStanding? Standing)> others) => others
        .Where(static one => one.Member.Votes && one.Standing is { Condition: NodeCondition.Up, FailedReports: 0, Report: { DiskShort: false, Log: not null } })
        .OrderByDescending(static one => one.Standing!.Report!.Log.AppliedIndex)
        .Select(static one => one.Member)
        .FirstOrDefault();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!node.IsCluster) return;
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        if (node.Shortage is not { } shortage || node.Leadership is not { } leadership) return;
        if (!leadership.IsLocal)
        {
            if (node.Fullness is not null) await node.StandAsideAsync(Aside);
            return;
        }
        if (_tried is { } before && time.GetElapsedTime(before) < Rest) return;
        if (Choose(members.Current.Others.Select(member => (member, standings.Of(member)))) is not { } chosen) return;
        _tried = time.GetTimestamp();
        LogHandsOver(chosen.Address, shortage);
        var changed = await transfer.FromHereAsync(chosen.Address, stopping);
        if (!changed.Ok) LogNotHandedOver(changed.Failure.Message);
    }

    [LoggerMessage(EventId = 1293, Level = LogLevel.Warning, Message = "{Chosen} shall lead instead of this node. {Shortage}")]
    private partial void LogHandsOver(string chosen, string shortage);

    [LoggerMessage(EventId = 1294, Level = LogLevel.Warning, Message = "This node was to give up leading for want of room on its disk, and that did not work: {Why}")]
    private partial void LogNotHandedOver(string why);
}
