using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Microsoft.Extensions.Hosting;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>Tells fuzzy watchers that a config appeared or went. A new content of a known one is no news to them.</summary>
internal sealed class ConfigFuzzyPusher : BackgroundService
{
    private readonly IChangeReader<ConfigChanged> _changes;
    private readonly FuzzyWatches<ConfigKey> _watches;
    private readonly FuzzyNotices<ConfigKey> _notices;

    public ConfigFuzzyPusher(IChangeFeed<ConfigChanged> feed, FuzzyWatches<ConfigKey> watches, FuzzyNotices<ConfigKey> notices)
    {
        (_watches, _notices) = (watches, notices);
        _changes = feed.Subscribe("gRPC fuzzy watches");
    }

    public override void Dispose()
    {
        _changes.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var item in _changes.ReadAllAsync(stoppingToken))
        {
            if (item.Lagged) _watches.CatchUp(_notices.Tell);
            if (item.Change is { } change) _watches.Apply(change.Key, change.After is not null, _notices.Tell);
        }
    }
}
