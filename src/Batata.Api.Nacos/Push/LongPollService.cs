using Microsoft.Extensions.Hosting;

namespace Batata.Api.Nacos.Push;

/// <summary>Runs the loop that wakes long polls, and lets all of them go as soon as the server begins to stop: Kestrel would wait for them.</summary>
internal sealed class LongPollService(LongPolls polls, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stopping = lifetime.ApplicationStopping.Register(polls.Stop);
        await polls.FollowAsync(stoppingToken);
    }
}
