using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Cluster.Nodes;

/// <summary>
/// Tells every other node once a second how this one fares, and hears the same from it. Nacos tells one of them every two seconds. Protocol source
/// of the states: Nacos 3.1 <c>ServerMemberManager</c>, <c>MemberUtil.onFail</c>.
/// </summary>
internal sealed partial class NodeReports(
    IOptions<ClusterOptions> options, IMembers members, PeerClients peers, PeerStandings standings, OwnReport own, TimeProvider time, ILogger<NodeReports> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsCluster) return;
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                await Task.WhenAll(members.Current.Others.Select(member => AskAsync(member, stoppingToken)));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Bounded, and never fails but by the caller's token.</summary>
    public async Task AskAsync(ClusterMember member, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await peers.Of(member).ReportAsync(new ReportRequest { From = own.Read() }, deadline: DateTime.UtcNow + AnswerPatience, cancellationToken: cancellationToken);
            Tell(member, standings.Heard(member, reply.From));
        }
        catch (RpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tell(member, standings.Failed(member, PeerFailures.NobodyIsThere(e), PeerFailures.Describe(e)));
        }
    }

    private void Tell(ClusterMember member, PeerChange? change)
    {
        if (change is not { } to) return;
        if (to.Condition is NodeCondition.Suspicious or NodeCondition.Down) LogWorse(member.Address, to.Condition, to.Problem);
        else LogChanged(member.Address, to.Condition);
    }

    [LoggerMessage(EventId = 1281, Level = LogLevel.Information, Message = "Node {Member} is {Condition}")]
    private partial void LogChanged(string member, NodeCondition condition);

    [LoggerMessage(EventId = 1282, Level = LogLevel.Warning, Message = "Node {Member} is {Condition}: {Why}")]
    private partial void LogWorse(string member, NodeCondition condition, string? why);
}
