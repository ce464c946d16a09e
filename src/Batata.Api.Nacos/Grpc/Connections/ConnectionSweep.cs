using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Push;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Grpc.Connections;

/// <summary>
/// One loop over all connections: asks the idle whether they are there, drops those that are not, cuts off those that do not read and
/// those that ask for nothing. Protocol source: Nacos 3.1 <c>NacosRuntimeConnectionEjector</c> (nacos-grpc §2.8).
/// </summary>
internal sealed partial class ConnectionSweep(ClientConnections connections, ClientQuestions questions, TimeProvider time, ILogger<ConnectionSweep> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DetectionTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Nacos waits 300 s; but what is not read now is not read in five minutes either, and the client reconnects at once.</summary>
    private static readonly TimeSpan BlockedLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan UnregisteredLimit = TimeSpan.FromSeconds(60);

    /// <summary>For the end of the stream and what is under way to reach a client that is closed.</summary>
    private static readonly TimeSpan ClosingLimit = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Sweep();
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    internal void Sweep()
    {
        foreach (var connection in connections.All())
        {
            if (connection.ClosingFor > ClosingLimit) connection.Abort();
            else if (connection.IsClosing) continue;
            else if (connection.Info is null)
            {
                if (connection.IdleFor > UnregisteredLimit) connections.Abort(connection, "not registered");
            }
            else if (connection.Outbox?.BlockedFor > BlockedLimit)
            {
                LogBlocked(connection.Id, BlockedLimit.TotalSeconds);
                connections.Abort(connection, "does not read");
            }
            else if (connection.IdleFor >= IdleLimit && !connection.UnderDetection) _ = DetectAsync(connection);
        }
    }

    private async Task DetectAsync(ClientConnection connection)
    {
        connection.UnderDetection = true;
        var answer = await questions.AskAsync(connection, new ClientDetectionRequest(), DetectionTimeout);
        connection.UnderDetection = false;
        if (answer.Accepted || connection.IsClosing) return;
        LogLost(connection.Id, connection.Info?.Ip);
        connections.Close(connection, "no answer to a detection");
    }

    [LoggerMessage(EventId = 2031, Level = LogLevel.Information, Message = "Connection {ConnectionId} of {ClientIp} is dropped: idle, and no answer to a detection")]
    private partial void LogLost(string connectionId, string? clientIp);

    [LoggerMessage(EventId = 2032, Level = LogLevel.Warning, Message = "Connection {ConnectionId} is cut off: it has read nothing for {Seconds} s")]
    private partial void LogBlocked(string connectionId, double seconds);
}
