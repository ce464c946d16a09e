using Batata.Application.Catalog;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Catalog;

/// <summary>
/// This node is in the catalog before it is ready, since sessions and registrations need it. The leader puts the others there once it is ready; itself it
/// puts there here. After a while it goes on all the same: the catalog is brought up to date later, too.
/// </summary>
internal sealed partial class OwnNodeCondition(
    RaftNode node, EntryCodec codec, KnownMembers known, ICatalogQueries catalog, IOptions<ClusterOptions> options, TimeProvider time, ILogger<OwnNodeCondition> logger)
    : IStartCondition
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public string? Waiting => "Waiting for the leader to put this node into the catalog.";

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!node.IsCluster) await SettleIdAsync(cancellationToken);
        var began = time.GetTimestamp();
        while (!await IsThereAsync(cancellationToken))
        {
            if (node.Shortage is not null || time.GetElapsedTime(began) > Patience)
            {
                LogNotThere();
                return;
            }
            if (!node.IsCluster || (node.Leadership is { IsLocal: true } leadership && leadership.HoldsLease(out _))) await WriteAsync();
            else await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private MemberSeen Own => new(OwnNode.Node(NodeService.NameOf(options.Value), known.Current.Self.Id, known.Current.Self.Host), true);

    private async Task<bool> IsThereAsync(CancellationToken cancellationToken) =>
        (await catalog.NodeAsync(Own.Node.Name, cancellationToken)).Node is { } found && Own.IsShownBy(found);

    /// <summary>A node alone has the id that the catalog knows it by, under whatever name, or a new one.</summary>
    private async Task SettleIdAsync(CancellationToken cancellationToken)
    {
        var own = (await catalog.ServiceAsync(OwnNode.ServiceId, cancellationToken)).Instances.Select(static one => one.Node).ToList();
        var before = own.Find(node => node.Name.Equals(NodeService.NameOf(options.Value), StringComparison.OrdinalIgnoreCase)) ?? own.FirstOrDefault();
        known.Replace([known.Current.Self with { Id = Guid.TryParse(before?.Id, out var id) ? id : Guid.NewGuid() }]);
    }

    /// <summary>Past the checks that nothing is written before the node is ready.</summary>
    private async Task WriteAsync()
    {
        try
        {
            await node.Writer.WriteAsync(codec.Encode(Own.Entry, Guid.NewGuid()), null);
            await node.StateMachine.CommitPendingAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NotLeaderException or QuorumUnreachableException or OperationCanceledException or ObjectDisposedException)
        {
            LogNotWritten(e.Message); // the next look tells whether another one leads
        }
    }

    [LoggerMessage(EventId = 1605, Level = LogLevel.Warning, Message = "This node is not in the catalog yet and starts all the same; the leader will put it there")]
    private partial void LogNotThere();

    [LoggerMessage(EventId = 1606, Level = LogLevel.Debug, Message = "This node could not put itself into the catalog: {Why}")]
    private partial void LogNotWritten(string why);
}
