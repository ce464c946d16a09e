using Batata.Application.Naming;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Push.Naming;

/// <summary>
/// Takes services whose merge window ended and gives them to all channels. The only consumer of the schedule. Protocol source: Nacos 3.1
/// <c>PushDelayTaskExecuteEngine</c>, <c>PushExecuteTask</c>.
/// </summary>
internal sealed partial class ServicePusher(IPushSchedule schedule, IEnumerable<ISubscriberChannel> channels, ILogger<ServicePusher> log) : BackgroundService
{
    private readonly ISubscriberChannel[] _channels = [.. channels];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var due in await schedule.TakeAsync(stoppingToken)) Push(due);
        }
    }

    /// <summary>A service that cannot be pushed is a bug, but the others must go on, and it is tried again.</summary>
    private void Push(in DuePush due)
    {
        foreach (var channel in _channels)
        {
            try
            {
                channel.Push(due.Snapshot, due.Targets);
            }
            catch (Exception e)
            {
                LogFailed(e, due.Snapshot.Key.Group, due.Snapshot.Key.Name, channel.Kind);
                foreach (var target in due.Targets)
                {
                    if (target.ClientKind == channel.Kind) schedule.Retry(target);
                }
            }
        }
    }

    [LoggerMessage(
        EventId = 2201, Level = LogLevel.Error, Message = "Service {Group}@@{Service} could not be pushed to subscribers of kind {Kind}; it is tried again")]
    private partial void LogFailed(Exception exception, string group, string service, NamingClientKind kind);
}
