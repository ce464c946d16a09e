using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Microsoft.Extensions.Hosting;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>Tells fuzzy watchers that a config appeared or went. A new content of a known one is no news to them.</summary>
internal sealed class ConfigFuzzyPusher : BackgroundService
{
    private readonly IChangeReader<ConfigChanged> _changes;
    private readonly ConfigFuzzyWatches _watches;
    private readonly FuzzyNotices _notices;

    public ConfigFuzzyPusher(IChangeFeed<ConfigChanged> feed, ConfigFuzzyWatches watches, FuzzyNotices notices)
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
