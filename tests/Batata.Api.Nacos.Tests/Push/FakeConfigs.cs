using System.Collections.Concurrent;
using System.Threading.Channels;
using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Tests.Push;

/// <summary>Served configs and their feed in memory, moved by the test: first what is served, then the news of it.</summary>
internal sealed class FakeConfigs : IServedConfigs, IChangeFeed<ConfigChanged>, IChangeReader<ConfigChanged>
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    private readonly ConcurrentDictionary<ConfigKey, ServedConfig> _configs = new();
    private readonly Channel<FeedItem<ConfigChanged>> _feed = Channel.CreateUnbounded<FeedItem<ConfigChanged>>();

    public int Count => _configs.Count;

    public void Publish(ConfigKey key, string content)
    {
        Serve(key, content);
        Tell(key);
    }

    public void PublishTag(ConfigKey key, string tag, string content)
    {
        var before = _configs.GetValueOrDefault(key);
        var rule = new TagRule(tag);
        var gray = new ServedGray(rule, Version(key, rule.GrayName, content));
        _configs[key] = new ServedConfig(key, before?.Formal, before?.Type, [gray]);
        Tell(key);
    }

    /// <summary>Moves what is served, without a word to the feed.</summary>
    public void Serve(ConfigKey key, string content) => _configs[key] = new ServedConfig(key, Version(key, "", content), "text", _configs.GetValueOrDefault(key)?.Gray ?? []);

    public void Tell(ConfigKey key) => _feed.Writer.TryWrite(new FeedItem<ConfigChanged>(new ConfigChanged(key, Find(key)), Lagged: false));

    public void Lag() => _feed.Writer.TryWrite(new FeedItem<ConfigChanged>(null, Lagged: true));

    public ServedConfig? Find(in ConfigKey key) => _configs.GetValueOrDefault(key);

    public string Md5For(in ConfigKey key, string? clientIp, string? tag) => Find(key)?.Choose(clientIp, tag).Version?.Md5 ?? "";

    public bool TryGetContent(ServedVersion version, out ReadOnlyMemory<byte> utf8)
    {
        utf8 = default;
        return false;
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadContentAsync(ServedVersion version, CancellationToken cancellationToken) => default;

    public IEnumerable<ServedConfig> All() => _configs.Values;

    public IChangeReader<ConfigChanged> Subscribe(string reader) => this;

    public IAsyncEnumerable<FeedItem<ConfigChanged>> ReadAllAsync(CancellationToken cancellationToken) => _feed.Reader.ReadAllAsync(cancellationToken);

    public void Dispose() => _feed.Writer.TryComplete();

    private static ServedVersion Version(ConfigKey key, string grayName, string content) => new(key, grayName, ConfigContent.Of(content).Md5, "", At);
}
