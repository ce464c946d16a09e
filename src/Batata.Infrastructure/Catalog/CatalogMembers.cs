using Batata.Application.Abstractions;
using Batata.Application.Catalog;
using Batata.Application.Cluster;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Catalog;

/// <summary>
/// Keeps the nodes of the cluster in the catalog: each with its health and its service <c>consul</c>; one that left the cluster is taken out. The leader
/// does it for all, when something changed and once a minute. Protocol source: Consul <c>leader.reconcile</c>.
/// </summary>
internal sealed partial class CatalogMembers(
    IReplicatedLog log, ILeaderLease lease, SeenMembers members, ICatalogQueries catalog, IWatches watches, TimeProvider time, ILogger<CatalogMembers> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(60);

    private long? _lastWhole;
    private Watch? _catalogWatch;
    private string _done = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!lease.TryHold(out _))
        {
            _lastWhole = null;
            return;
        }
        var seen = string.Join('\n', members.Seen().Select(static one => $"{one.Node.Id} {one.Node.Name} {one.Node.Address} {one.IsAlive}"));
        if (_catalogWatch is { WasReplaced: true }) _lastWhole = null; // by another catalog, as a restore does
        if (_catalogWatch is not { HasFired: false })
        {
            _catalogWatch?.Dispose();
            _catalogWatch = watches.Open(WatchTopic.Nodes);
        }
        if (seen == _done && _lastWhole is { } last && time.GetElapsedTime(last) < Whole) return;
        if (!await ReconcileAsync(cancellationToken)) return;
        (_done, _lastWhole) = (seen, time.GetTimestamp());
    }

    public override void Dispose()
    {
        _catalogWatch?.Dispose();
        base.Dispose();
    }

    /// <returns>False when something could not be written, and must be tried again.</returns>
    private async Task<bool> ReconcileAsync(CancellationToken cancellationToken)
    {
        var seen = members.Seen();
        var all = true;
        foreach (var member in seen)
        {
            var (found, _) = await catalog.NodeAsync(member.Node.Name, cancellationToken);
            if (found is not null && member.IsShownBy(found)) continue;
            all &= await RegisterAsync(member, found, seen, cancellationToken);
        }
        var ids = seen.Select(static one => one.Node.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var check in (await catalog.ChecksAsync(cancellationToken)).Checks)
        {
            if (check.CheckId != CatalogNode.SerfCheckId || members.IsMember(check.Node)) continue;
            all &= (await log.ProposeAsync(new DeregisterCatalogEntry(check.Node, "", ""), cancellationToken)).Ok;
            LogLeft(check.Node);
        }
        return all;
    }

    private async Task<bool> RegisterAsync(MemberSeen member, NodeContent? found, IReadOnlyList<MemberSeen> seen, CancellationToken cancellationToken)
    {
        var name = member.Node.Name;
        // Another data folder under the name of one that is gone. As long as that counts as alive, its name is not given away.
        if (found is not null && found.Node.Id != member.Node.Id && found.Checks.Any(static check => check.CheckId == CatalogNode.SerfCheckId)
            && !seen.Any(other => other.Node.Id == found.Node.Id))
        {
            await log.ProposeAsync(new RegisterCatalogEntry(found.Node, true, null, [OwnNode.Health(name, isAlive: false)]), cancellationToken);
        }
        var registered = await log.ProposeAsync(member.Entry, cancellationToken);
        if (registered.Ok) LogRegistered(name, member.IsAlive ? CheckStatus.Passing : CheckStatus.Critical);
        else LogRefused(name, registered.Failure.Message);
        return registered.Ok;
    }

    [LoggerMessage(EventId = 1601, Level = LogLevel.Information, Message = "Node {Name} is in the catalog, {Health}")]
    private partial void LogRegistered(string name, string health);

    [LoggerMessage(EventId = 1602, Level = LogLevel.Warning, Message = "Node {Name} cannot be put into the catalog and is tried again: {Why}")]
    private partial void LogRefused(string name, string why);

    [LoggerMessage(EventId = 1603, Level = LogLevel.Information, Message = "Node {Name} is none of the cluster and is taken out of the catalog")]
    private partial void LogLeft(string name);

    [LoggerMessage(EventId = 1604, Level = LogLevel.Error, Message = "The nodes of the cluster could not be compared with the catalog; they will be again")]
    private partial void LogFailed(Exception exception);
}
