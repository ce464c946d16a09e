using Microsoft.Extensions.Hosting;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>The three loops of the health checks: what there is to look at, the looks, and what they found.</summary>
internal sealed class HealthCheckService(CheckTargets targets, CheckRunner runner, HealthReports reports) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(targets.FollowAsync(stoppingToken), runner.RunAsync(stoppingToken), reports.RunAsync(stoppingToken));
}
