using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Push;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Grpc.Connections;

/// <summary>
/// Before the server stops: takes no new connection, tells the SDKs to move, then ends every stream without an error, so that Kestrel has
/// nothing left to cut off. Nacos cuts all off at once.
/// </summary>
internal sealed partial class ConnectionShutdown(ClientConnections connections, ClientQuestions questions, TimeProvider time, ILogger<ConnectionShutdown> log)
    : IHostedLifecycleService
{
    /// <summary>For clients to connect elsewhere on their own; Go, Python and Rust do not.</summary>
    private static readonly TimeSpan MoveTime = TimeSpan.FromSeconds(1);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        connections.Stopping = true;
        if (connections.RegisteredCount > 0)
        {
            LogMoving(connections.RegisteredCount);
            var told = new List<Task>();
            foreach (var connection in connections.All())
            {
                if (connection is { IsRegistered: true, Info.FromSdk: true }) told.Add(questions.AskAsync(connection, new ConnectResetRequest(), MoveTime));
            }
            await Task.WhenAny(Task.WhenAll(told), Task.Delay(MoveTime, time, cancellationToken));
        }
        foreach (var connection in connections.All()) connections.Close(connection, "server stops");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 2041, Level = LogLevel.Information, Message = "Telling {Count} connections to move to another server")]
    private partial void LogMoving(int count);
}
