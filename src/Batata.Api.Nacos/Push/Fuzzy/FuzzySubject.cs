using Batata.Api.Nacos.Grpc.Messages;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>What can be watched by pattern, configs or services: which there are, and how watchers are told of them.</summary>
internal abstract class FuzzySubject<TKey>(PushRetries retries)
    where TKey : struct
{
    public PushRetries Retries => retries;

    /// <summary>Patterns of the whole server.</summary>
    public abstract int MaxPatterns { get; }

    /// <summary>Keys that one pattern may match.</summary>
    public abstract int MaxMatches { get; }

    /// <summary>Contexts of one sync message.</summary>
    public abstract int BatchSize { get; }

    /// <summary>All that there is in the pattern's namespace, or more; a moment's view.</summary>
    public abstract IEnumerable<TKey> All(WatchPattern pattern);

    public abstract bool Exists(in TKey key);

    public abstract bool Matches(WatchPattern pattern, in TKey key);

    /// <summary>The key as messages have it.</summary>
    public abstract string TextOf(in TKey key);

    /// <summary>It came or went.</summary>
    public abstract ServerPush ChangeOf(in TKey key, bool exists);

    /// <summary>One batch of what a watcher lacks or has too much.</summary>
    public abstract ServerPush SyncOf(WatchPattern pattern, string syncType, SyncBatch batch);

    /// <summary>The end of a first sync.</summary>
    public abstract ServerPush FinishOf(WatchPattern pattern, string syncType);
}

/// <param name="Number">From 1.</param>
internal readonly record struct SyncBatch(IReadOnlyList<(string Key, bool Exists)> Contexts, int Number, int Total);
