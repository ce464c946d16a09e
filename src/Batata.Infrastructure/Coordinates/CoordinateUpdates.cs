using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Coordinates;
using Batata.Domain.Coordinates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Coordinates;

/// <summary>
/// Collects coordinates and proposes them once a second, so that any number of agents that tell theirs cost one entry. The nodes of the cluster themselves stand
/// where Serf begins: they are near each other, and nothing here measures more. Protocol source: Consul <c>coordinate_endpoint.go</c>.
/// </summary>
internal sealed partial class CoordinateUpdates(
    IReplicatedLog log, ICoordinateQueries coordinates, IClusterNodes nodes, INodeState node, TimeProvider time, ILogger<CoordinateUpdates> logger) : BackgroundService, ICoordinateUpdates
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private const int MaxPending = 10_000;

    /// <summary>How often, in periods, a node looks whether its own coordinate is there.</summary>
    private const int OwnEvery = 5;

    /// <summary>How many periods it lets pass when it is not registered.</summary>
    private const int OwnUnknown = 60;

    private readonly Lock _gate = new();
    private Dictionary<(string Node, string Segment), NodeCoordinate> _pending = [];
    private int _sinceOwn = OwnEvery;
    private long _dropped;

    public void Take(NodeCoordinate place)
    {
        lock (_gate)
        {
            var key = (place.Node.ToLowerInvariant(), place.Segment);
            if (_pending.Count < MaxPending || _pending.ContainsKey(key)) _pending[key] = place;
            else _dropped++;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await node.FirstReady.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Period, time);
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
        if (++_sinceOwn >= OwnEvery)
        {
            _sinceOwn = 0;
            var own = nodes.Self.Label;
            if ((await coordinates.FindAsync(own, cancellationToken)).Places.Count == 0) Take(new NodeCoordinate(own, "", Coordinate.Origin));
        }
        Dictionary<(string, string), NodeCoordinate> taken;
        long dropped;
        lock (_gate)
        {
            if (_pending.Count == 0) return;
            (taken, _pending, dropped, _dropped) = (_pending, [], _dropped, 0);
        }
        if (dropped > 0) LogDropped(dropped);
        var saved = await log.ProposeAsync(new UpdateCoordinatesEntry([.. taken.Values]), cancellationToken);
        if (saved is { Ok: true, Value: 0 }) _sinceOwn = -OwnUnknown; // none of them is registered, this node neither
    }

    [LoggerMessage(EventId = 3341, Level = LogLevel.Warning, Message = "{Count} coordinates were dropped: more nodes than a second's batch holds")]
    private partial void LogDropped(long count);

    [LoggerMessage(EventId = 3342, Level = LogLevel.Warning, Message = "Coordinates could not be stored; they will be told again")]
    private partial void LogFailed(Exception exception);
}
