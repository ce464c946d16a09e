using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>Follows every other member, one that joins too, and sees to what lost ones left. A node of a cluster is not ready without it.</summary>
internal sealed partial class RegistrySync(
    IMembers members,
    PeerClients peers,
    PeerRecords records,
    RegistryCore core,
    PeerSight sight,
    OrphanSweep orphans,
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers) : BackgroundService, IStartCondition
{
    private readonly Dictionary<MemberAddress, (Task Work, CancellationTokenSource End)> _followers = [];
    private readonly ILogger _logger = loggers.CreateLogger<RegistrySync>();

    public string? Waiting => sight.IsSettled ? null : $"Waiting for the instances that other nodes know: {string.Join(", ", sight.Awaited)}.";

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!sight.IsSettled) await Task.Delay(TimeSpan.FromMilliseconds(20), core.Clock.Time, cancellationToken);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var member in Addresses(members.Current)) sight.Expect(member); // before anybody asks whether they are here
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stopping = lifetime.ApplicationStopping.Register(core.Journal.Seal);
        var sweeping = SweepAsync(stoppingToken);
        try
        {
            while (true)
            {
                var view = members.Current;
                await MatchAsync(Addresses(view), stoppingToken);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(view.Replaced, stoppingToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await Task.WhenAll(_followers.Values.Select(static follower => follower.Work));
            foreach (var (_, end) in _followers.Values) end.Dispose();
            await sweeping;
        }
    }

    /// <summary>One follower for each other member.</summary>
    private async Task MatchAsync(HashSet<MemberAddress> others, CancellationToken stoppingToken)
    {
        foreach (var gone in _followers.Keys.Where(member => !others.Contains(member)).ToList())
        {
            _followers.Remove(gone, out var follower);
            await follower.End.CancelAsync();
            await follower.Work;
            follower.End.Dispose();
        }
        foreach (var member in others)
        {
            if (_followers.ContainsKey(member)) continue;
            var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var follower = new PeerFollower(member, peers, records, core, sight, loggers.CreateLogger<PeerFollower>());
            _followers[member] = (Task.Run(() => follower.RunAsync(end.Token), CancellationToken.None), end);
        }
    }

    private static HashSet<MemberAddress> Addresses(MemberView view) =>
        [.. view.Others.Select(static other => new MemberAddress(other.Host, other.MainPort, other.RaftPort))];

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(OrphanSweep.Period, core.Clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Sweep();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void Sweep()
    {
        try
        {
            orphans.Run();
        }
#pragma warning disable CA1031 // A bug; without the next pass what lost nodes left would stay for good.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(EventId = 1329, Level = LogLevel.Error, Message = "What lost nodes left could not be looked at")]
    private partial void LogFailed(Exception exception);
}
