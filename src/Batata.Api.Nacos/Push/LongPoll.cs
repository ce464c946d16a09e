using System.Threading.Tasks.Sources;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Push;

/// <summary>
/// A request that waits for a change. It is its own completion source: a waiting client costs this object and its entries, no thread, no timer
/// and no task. Answered once, by whoever comes first: a change, the wheel, the client that leaves or the server that stops.
/// </summary>
internal sealed class LongPoll : IValueTaskSource<LongPollEntry?>
{
    private ManualResetValueTaskSourceCore<LongPollEntry?> _answer = new() { RunContinuationsAsynchronously = true };
    private int _answered;

    public LongPoll(IReadOnlyList<ListeningConfig> configs, string clientIp, string? tag)
    {
        (ClientIp, Tag) = (clientIp, tag);
        Entries = new LongPollEntry[configs.Count];
        for (var i = 0; i < Entries.Length; i++) Entries[i] = new LongPollEntry(this, configs[i]);
    }

    public string ClientIp { get; }

    /// <summary>The <c>Vipserver-Tag</c> of the client.</summary>
    public string? Tag { get; }

    public LongPollEntry[] Entries { get; }

    /// <summary>Place in the <see cref="TimerWheel"/>, for the wheel alone.</summary>
    public WheelPlace Place { get; } = new();

    /// <summary>The config that changed, or null when the time is over.</summary>
    public ValueTask<LongPollEntry?> Answer => new(this, _answer.Version);

    public bool TryAnswer(LongPollEntry? changed)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0) return false;
        _answer.SetResult(changed);
        return true;
    }

    LongPollEntry? IValueTaskSource<LongPollEntry?>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<LongPollEntry?>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<LongPollEntry?>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}

/// <summary>One config that a poll waits for: a link in the chain of all that wait for it.</summary>
internal sealed class LongPollEntry(LongPoll poll, ListeningConfig config)
{
    public LongPoll Poll { get; } = poll;

    public ListeningConfig Config { get; } = config;

    public ConfigKey Key { get; } = config.Key;

    /// <summary>What was served when the wait began. Any other versions are a change, whether or not this client is served another one.</summary>
    public ServedConfig? Known { get; set; }

    public LongPollEntry? Previous { get; set; }

    public LongPollEntry? Next { get; set; }
}
