using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Push;

/// <summary>
/// Tells gRPC listeners that a config changed for some client: content, gray versions or existence, not type or description. All of
/// them, whatever they hold. Protocol source: Nacos 3.1 <c>RpcConfigChangeNotifier</c>.
/// </summary>
internal sealed partial class ConfigChangePusher : BackgroundService
{
    private readonly IChangeReader<ConfigChanged> _changes;
    private readonly ConfigListens _listens;
    private readonly IServedConfigs _served;
    private readonly PushCodec _pushes;
    private readonly ILogger<ConfigChangePusher> _log;
    private readonly List<ConfigListen> _targets = [];

    // Subscribes at once: what is committed from now on is seen, and nobody can listen yet.
    public ConfigChangePusher(
        IChangeFeed<ConfigChanged> feed, ConfigListens listens, IServedConfigs served, PushCodec pushes, ILogger<ConfigChangePusher> log)
    {
        (_listens, _served, _pushes, _log) = (listens, served, pushes, log);
        _changes = feed.Subscribe("gRPC config pushes");
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
            if (item.Lagged) CatchUp();
            if (item.Change is { } change && _listens.Find(change.Key) is { } config) Tell(config, change.After);
        }
    }

    /// <param name="after">As of this change, not as of now: a client may hold a content that was there for a moment only, and must hear of its end.</param>
    private void Tell(ListenedConfig config, ServedConfig? after)
    {
        lock (config.Gate)
        {
            var same = SameForClients(config.Known, after);
            config.Known = after;
            if (same) return;
            _targets.AddRange(config.Listens);
        }
        Push(config);
    }

    /// <summary>Changes were lost: whoever holds something else than what is served now is told.</summary>
    private void CatchUp()
    {
        var told = 0;
        foreach (var config in _listens.All())
        {
            lock (config.Gate)
            {
                config.Known = _served.Find(config.Key);
                foreach (var listen in config.Listens)
                {
                    var client = listen.Connection.Info!;
                    if (listen.Md5 != _served.Md5For(config.Key, client.Ip, listen.Tag ?? client.VipserverTag)) _targets.Add(listen);
                }
            }
            told += _targets.Count;
            Push(config);
        }
        if (told > 0) LogCaughtUp(told);
    }

    /// <summary>Two payloads at most, whatever the number of listeners.</summary>
    private void Push(ListenedConfig config)
    {
        if (_targets.Count == 0) return;
        var requestId = _pushes.NextId();
        Payload? withTenant = null, without = null;
        foreach (var listen in _targets)
        {
            ref var payload = ref listen.WithTenant ? ref withTenant : ref without;
            payload ??= _pushes.Write(new ConfigChangeNotifyRequest(config.Key, listen.WithTenant), requestId);
            listen.Offer(payload, requestId);
        }
        _targets.Clear();
    }

    private static bool SameForClients(ServedConfig? known, ServedConfig? after)
    {
        if (known?.Formal?.Md5 != after?.Formal?.Md5) return false;
        var (gray, grayAfter) = (known?.Gray ?? [], after?.Gray ?? []);
        if (gray.Length != grayAfter.Length) return false;
        for (var i = 0; i < gray.Length; i++)
        {
            if (gray[i].Version.Md5 != grayAfter[i].Version.Md5 || gray[i].Rule != grayAfter[i].Rule) return false;
        }
        return true;
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Lost sight of config changes; compared all gRPC listeners and told {Count}")]
    private partial void LogCaughtUp(int count);
}
