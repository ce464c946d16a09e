using System.Collections.Concurrent;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Push;

/// <summary>Which gRPC connection listens to which config. They go with the connection. Protocol source: Nacos 3.1 <c>ConfigChangeListenContext</c>.</summary>
internal sealed class ConfigListens(IServedConfigs served, DeadlineQueue deadlines, TimeProvider time, IOptions<ConfigOptions> options)
    : IConnectionObserver, IConfigListenerSource
{
    private readonly PushRetries _retries = PushRetries.OfConfigs(deadlines, time, options.Value);
    private readonly ConcurrentDictionary<ConfigKey, ListenedConfig> _byConfig = new();
    private readonly ConcurrentDictionary<ClientConnection, OfConnection> _byConnection = new();

    public string Version => "v2";

    public int Subscribers => _byConnection.Count;

    public ListenedConfig? Find(in ConfigKey key) => _byConfig.GetValueOrDefault(key);

    public IEnumerable<ListenedConfig> All()
    {
        foreach (var (_, config) in _byConfig) yield return config;
    }

    /// <summary>From the return on, every change that is committed reaches the connection.</summary>
    /// <returns>Null when the connection is gone.</returns>
    public ConfigListen? Add(ClientConnection connection, in ConfigKey key, string? md5, bool withTenant, string? tag)
    {
        var mine = _byConnection.GetOrAdd(connection, static _ => new OfConnection());
        ConfigListen? listen;
        lock (mine.Gate)
        {
            if (mine.Ended) return null;
            if (!mine.Listens.TryGetValue(key, out listen))
            {
                listen = Join(connection, key);
                mine.Listens.Add(listen.Config.Key, listen); // the key that is kept anyway, not the strings of this request
            }
            (listen.Md5, listen.WithTenant, listen.Tag) = (md5, withTenant, tag);
        }
        if (connection.IsRegistered) return listen;
        Closed(connection); // it went between the check of the dispatcher and here
        return null;
    }

    public void Remove(ClientConnection connection, in ConfigKey key)
    {
        if (!_byConnection.TryGetValue(connection, out var mine)) return;
        lock (mine.Gate)
        {
            if (mine.Listens.Remove(key, out var listen)) Leave(listen);
        }
    }

    public void Closed(ClientConnection connection)
    {
        if (!_byConnection.TryRemove(connection, out var mine)) return;
        lock (mine.Gate)
        {
            mine.Ended = true;
            foreach (var (_, listen) in mine.Listens) Leave(listen);
            mine.Listens.Clear();
        }
    }

    public void CollectByConfig(in ConfigKey key, IDictionary<string, string> md5ByIp)
    {
        if (Find(key) is not { } config) return;
        lock (config.Gate)
        {
            foreach (var listen in config.Listens) md5ByIp[listen.Connection.Info!.Ip] = listen.Md5 ?? "";
        }
    }

    public void CollectByIp(string ip, IDictionary<ConfigKey, string> md5ByConfig)
    {
        foreach (var (connection, mine) in _byConnection)
        {
            if (connection.Info!.Ip != ip) continue;
            lock (mine.Gate)
            {
                foreach (var (key, listen) in mine.Listens) md5ByConfig[key] = listen.Md5 ?? "";
            }
        }
    }

    private ConfigListen Join(ClientConnection connection, in ConfigKey key)
    {
        while (true)
        {
            var config = _byConfig.GetOrAdd(key, static k => new ListenedConfig(k));
            lock (config.Gate)
            {
                if (config.Abandoned) continue;
                if (config.Listens.Count == 0) config.Known = served.Find(key);
                var listen = new ConfigListen(connection, config, _retries, l => Remove(l.Connection, l.Config.Key));
                config.Listens.Add(listen);
                return listen;
            }
        }
    }

    private void Leave(ConfigListen listen)
    {
        var config = listen.Config;
        lock (config.Gate)
        {
            config.Listens.Remove(listen);
            if (config.Listens.Count == 0 && !config.Abandoned)
            {
                config.Abandoned = true;
                _byConfig.TryRemove(new(config.Key, config));
            }
        }
        listen.End();
    }

    private sealed class OfConnection
    {
        public Lock Gate { get; } = new();

        public Dictionary<ConfigKey, ConfigListen> Listens { get; } = [];

        public bool Ended { get; set; }
    }
}
