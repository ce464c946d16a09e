using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Tests.Grpc;

/// <summary>Log, served configs and change feed in memory, over the real aggregate. The feed can be held back and can lose changes.</summary>
internal sealed class FakeConfigs : IReplicatedLog, IServedConfigs, IChangeFeed<ConfigChanged>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ConfigKey, ConfigItem> _items = [];
    private readonly ConcurrentDictionary<ConfigKey, ServedConfig> _served = new();
    private readonly ConditionalWeakTable<ServedVersion, byte[]> _contents = [];
    private readonly List<Reader> _readers = [];
    private readonly Queue<FeedItem<ConfigChanged>> _held = new();
    private int _waiting;

    /// <summary>While true the feed tells nothing.</summary>
    public bool HoldFeed { get; set; }

    /// <summary>When set, every proposal is answered with it.</summary>
    public Failure? Refuse { get; set; }

    /// <summary>When set, every proposal fails with it.</summary>
    public Exception? Break { get; set; }

    /// <summary>Proposals are applied once it is complete, whether somebody waits or not.</summary>
    public Task Wait { get; set; } = Task.CompletedTask;

    /// <summary>Proposals that wait for it.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>When true contents have to be fetched.</summary>
    public bool NothingCached { get; set; }

    public int Count => _served.Count;

    /// <summary>Of the public namespace.</summary>
    public ConfigItem Stored(string dataId)
    {
        lock (_gate) return _items[ConfigKey.Of(dataId, ConfigCalls.Group, "")];
    }

    /// <summary>Those that have a formal version.</summary>
    public IReadOnlyList<ConfigItem> Formal()
    {
        lock (_gate) return [.. _items.Values.Where(static item => item.Formal is not null)];
    }

    public IReadOnlyList<ConfigKey> Published => [.. _served.Keys];

    public async Task<Outcome<TResult>> ProposeAsync<TResult>(ReplicatedEntry<TResult> entry, CancellationToken cancellationToken)
    {
        if (Break is not null) throw Break;
        if (Refuse is not null) return Outcome<TResult>.Refused(Refuse);
        if (!Wait.IsCompleted) return await WaitAndApplyAsync(entry).WaitAsync(cancellationToken);
        lock (_gate) return (Outcome<TResult>)Apply(entry);
    }

    public ServedConfig? Find(in ConfigKey key) => _served.GetValueOrDefault(key);

    public string Md5For(in ConfigKey key, string? clientIp, string? tag) => Find(key)?.Choose(clientIp, tag).Version?.Md5 ?? "";

    public bool TryGetContent(ServedVersion version, out ReadOnlyMemory<byte> utf8)
    {
        utf8 = default;
        if (NothingCached || !_contents.TryGetValue(version, out var bytes)) return false;
        utf8 = bytes;
        return true;
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadContentAsync(ServedVersion version, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return _contents.TryGetValue(version, out var bytes) ? bytes : null;
    }

    public IEnumerable<ServedConfig> All() => _served.Values;

    public IChangeReader<ConfigChanged> Subscribe(string reader)
    {
        var subscribed = new Reader();
        lock (_gate) _readers.Add(subscribed);
        return subscribed;
    }

    /// <summary>Publishes without a call, in the public namespace.</summary>
    public void Publish(string dataId, string content)
    {
        var key = ConfigKey.Of(dataId, ConfigCalls.Group, "");
        var entry = new PublishConfigEntry(key, ConfigContent.Of(content), ConfigDescription.None, new ConfigAuthor(null, null), null, DateTimeOffset.UnixEpoch);
        lock (_gate) Apply(entry);
    }

    /// <summary>Tells what was held back.</summary>
    public void ReleaseFeed()
    {
        lock (_gate)
        {
            HoldFeed = false;
            while (_held.TryDequeue(out var item)) Tell(item);
        }
    }

    /// <summary>Forgets what was held back and says that changes were lost.</summary>
    public void LoseFeed()
    {
        lock (_gate)
        {
            HoldFeed = false;
            _held.Clear();
            Tell(new FeedItem<ConfigChanged>(null, Lagged: true));
        }
    }

    private async Task<Outcome<TResult>> WaitAndApplyAsync<TResult>(ReplicatedEntry<TResult> entry)
    {
        Interlocked.Increment(ref _waiting);
        await Wait;
        lock (_gate) return (Outcome<TResult>)Apply(entry);
    }

    private object Apply(IReplicatedEntry entry)
    {
        switch (entry)
        {
            case PublishConfigEntry publish:
                return Change(publish.Key, item => item.Publish(publish.Content, publish.Description, publish.Author, publish.ExpectedMd5, publish.At));
            case PublishGrayConfigEntry gray:
                return Change(gray.Key, item => item.PublishGray(
                    gray.Rule, gray.Content, gray.AppName, gray.Author, gray.ExpectedMd5, gray.MaxGrayVersions, gray.At));
            case RemoveConfigEntry remove:
                return Change(remove.Key, item => Outcome<bool>.Of(item.Remove(remove.Author, remove.At)));
            case RemoveGrayConfigEntry remove:
                return Change(remove.Key, item => item.RemoveGray(remove.GrayName, remove.Author, remove.At));
            default:
                throw new InvalidOperationException($"No test proposes {entry.GetType().Name}.");
        }
    }

    private Outcome<T> Change<T>(ConfigKey key, Func<ConfigItem, Outcome<T>> change)
    {
        if (!_items.TryGetValue(key, out var item)) item = new ConfigItem(key);
        var outcome = change(item);
        if (!outcome.Ok) return outcome;
        _items[key] = item;
        var after = ServedConfig.Of(item);
        if (after is null) _served.TryRemove(key, out _);
        else
        {
            _served[key] = after;
            if (after.Formal is not null) _contents.Add(after.Formal, Encoding.UTF8.GetBytes(item.Formal!.Content.Text));
            foreach (var gray in after.Gray)
                _contents.Add(gray.Version, Encoding.UTF8.GetBytes(item.Gray.Single(g => g.Rule.GrayName == gray.Rule.GrayName).Content.Text));
        }
        var told = new FeedItem<ConfigChanged>(new ConfigChanged(key, after), Lagged: false);
        if (HoldFeed) _held.Enqueue(told);
        else Tell(told);
        return outcome;
    }

    private void Tell(FeedItem<ConfigChanged> item)
    {
        foreach (var reader in _readers) reader.Queue.Writer.TryWrite(item);
    }

    private sealed class Reader : IChangeReader<ConfigChanged>
    {
        public Channel<FeedItem<ConfigChanged>> Queue { get; } = Channel.CreateUnbounded<FeedItem<ConfigChanged>>();

        public async IAsyncEnumerable<FeedItem<ConfigChanged>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                FeedItem<ConfigChanged> item;
                try
                {
                    item = await Queue.Reader.ReadAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    yield break;
                }
                yield return item;
            }
        }

        public void Dispose() => Queue.Writer.TryComplete();
    }
}
