using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.Extensions.Hosting;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>Tells fuzzy watchers of the first registration in a service, and of the end of its last. What changes in between is no news to them.</summary>
internal sealed class NamingFuzzyPusher : BackgroundService
{
    private readonly IServiceChangeReader _changes;
    private readonly IServiceNames _services;
    private readonly FuzzyWatches<ServiceKey> _watches;
    private readonly FuzzyNotices<ServiceKey> _notices;

    // Opened at once: what changes from now on is seen, and nobody can watch yet.
    public NamingFuzzyPusher(IServiceChanges changes, IServiceNames services, FuzzyWatches<ServiceKey> watches, FuzzyNotices<ServiceKey> notices)
    {
        (_services, _watches, _notices) = (services, watches, notices);
        _changes = changes.Open("gRPC fuzzy watches", presenceOnly: true);
    }

    public override void Dispose()
    {
        _changes.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var (service, _) in await _changes.ReadAsync(stoppingToken))
            {
                _watches.Apply(service, _services.IsPublished(service), _notices.Tell);
            }
        }
    }
}
