using Batata.Host.Settings;
using Microsoft.AspNetCore.Hosting.Server;

namespace Batata.Host.Lifetime;

/// <summary>
/// Ends the listeners before anything behind them. They start first, so that liveness answers while the log is opened, and hosted services
/// stop in the opposite order: requests would find the log closed.
/// </summary>
internal sealed class FrontsStopFirst(IServer server, BatataOptions options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(options.Server.StopTimeoutSeconds));
        await server.StopAsync(patience.Token);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
