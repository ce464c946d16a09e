using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Push;

/// <summary>
/// All waiting polls. See DESIGN.md in this folder: a poll stands in the index before it compares, so that a change is either seen by the comparison or
/// finds the poll; and what counts as a change is the difference between what was served when the wait began and what is served now.
/// </summary>
internal sealed class LongPolls : IConfigListenerSource, IDisposable
{
    private readonly IServedConfigs _served;
    private readonly IChangeReader<ConfigChanged> _changes;
    private readonly LongPollIndex _index = new();
    private readonly TimerWheel _wheel;
    private volatile bool _stopped;

    public LongPolls(IServedConfigs served, IChangeFeed<ConfigChanged> feed, TimeProvider time)
    {
        _served = served;
        _wheel = new TimerWheel(time);
        _changes = feed.Subscribe("long-polls"); // before the first request, so that no change is missed
    }

    public string Version => "v1";

    public int Subscribers => Count;

    /// <summary>How many requests wait.</summary>
    public int Count => _wheel.Count;

    /// <summary>The configs of which the client holds something else than it would get.</summary>
    public List<ListeningConfig> Compare(IReadOnlyList<ListeningConfig> configs, string clientIp, string? tag)
    {
        var changed = new List<ListeningConfig>();
        foreach (var config in configs)
        {
            if (_served.Md5For(config.Key, clientIp, tag) != config.Md5) changed.Add(config);
        }
        return changed;
    }

    /// <summary>Waits until one of the configs changes.</summary>
    /// <returns>Null when the time was over, the client left or the server stops.</returns>
    public async ValueTask<ListeningConfig?> WaitAsync(LongPoll poll, TimeSpan hold, CancellationToken clientGone)
    {
        foreach (var entry in poll.Entries) Watch(entry);
        _wheel.Add(poll, hold);
        if (_stopped) poll.TryAnswer(null);
        try
        {
            await using var gone = clientGone.UnsafeRegister(static p => ((LongPoll)p!).TryAnswer(null), poll);
            return (await poll.Answer)?.Config;
        }
        finally
        {
            _wheel.Remove(poll);
            foreach (var entry in poll.Entries) _index.Remove(entry);
        }
    }

    /// <summary>Wakes polls as changes are committed, until cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var item in _changes.ReadAllAsync(cancellationToken))
        {
            if (item.Lagged) _index.ForEach(_served, static (entry, served) => WakeIfChanged(entry, served.Find(entry.Key)));
            else _index.ForEach(item.Change!.Key, _served.Find(item.Change.Key), WakeIfChanged);
        }
    }

    /// <summary>The server stops: all who wait are answered with nothing, so that they come back elsewhere, and who comes now is not kept.</summary>
    public void Stop()
    {
        _stopped = true;
        _wheel.AnswerAll();
    }

    public void CollectByConfig(in ConfigKey key, IDictionary<string, string> md5ByIp) =>
        _index.ForEach(key, md5ByIp, static (entry, into) => into[entry.Poll.ClientIp] = entry.Config.Md5);

    public void CollectByIp(string ip, IDictionary<ConfigKey, string> md5ByConfig) => _index.ForEach((ip, md5ByConfig), static (entry, x) =>
    {
        if (entry.Poll.ClientIp == x.ip) x.md5ByConfig[entry.Key] = entry.Config.Md5;
    });

    public void Dispose()
    {
        _wheel.Dispose();
        _changes.Dispose();
    }

    private void Watch(LongPollEntry entry)
    {
        entry.Known = _served.Find(entry.Key);
        _index.Add(entry);
        // A change between the comparison of the caller and this line would find nobody in the index.
        if (_served.Md5For(entry.Key, entry.Poll.ClientIp, entry.Poll.Tag) != entry.Config.Md5) entry.Poll.TryAnswer(entry);
    }

    private static void WakeIfChanged(LongPollEntry entry, ServedConfig? now)
    {
        if (!IsSame(entry.Known, now)) entry.Poll.TryAnswer(entry);
    }

    /// <summary>Whether every version is what it was; publishing the same content again is no change.</summary>
    private static bool IsSame(ServedConfig? before, ServedConfig? now)
    {
        if (ReferenceEquals(before, now)) return true;
        if (before?.Formal?.Md5 != now?.Formal?.Md5) return false;
        var (old, current) = (before?.Gray ?? [], now?.Gray ?? []);
        if (old.Length != current.Length) return false;
        for (var i = 0; i < old.Length; i++)
        {
            if (old[i].Rule != current[i].Rule || old[i].Version.Md5 != current[i].Version.Md5) return false;
        }
        return true;
    }
}
