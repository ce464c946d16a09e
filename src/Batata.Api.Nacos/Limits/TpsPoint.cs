namespace Batata.Api.Nacos.Limits;

/// <summary>A kind of call that traffic control counts, and the rule it has now. Safe for any thread. Protocol source: Nacos 3.1 <c>TpsBarrier</c>.</summary>
internal sealed class TpsPoint(string name, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private volatile TpsRule? _rule;
    private long _toldAt;

    public string Name => name;

    /// <summary>Null when nothing is counted.</summary>
    public TpsRule? Rule
    {
        get => _rule;
        set => _rule = value;
    }

    /// <summary>Counts the call.</summary>
    /// <param name="refused">The reason in Nacos' words; null when the call may go on.</param>
    /// <param name="tell">Whether the log should hear of it: it does once in a while.</param>
    /// <returns>False when the rule is reached, whether or not the call may go on.</returns>
    public bool TryCount(out string? refused, out bool tell)
    {
        (refused, tell) = (null, false);
        if (_rule is not { } rule || rule.TryCount(time.GetUtcNow())) return true;
        if (rule.Intercepts) refused = rule.Refusal;
        var (told, now) = (Volatile.Read(ref _toldAt), time.GetTimestamp());
        tell = (told == 0 || time.GetElapsedTime(told, now) > Quiet) && Interlocked.CompareExchange(ref _toldAt, now, told) == told;
        return false;
    }
}

/// <summary>So many calls in each second, minute, hour or day of the clock, as Nacos counts.</summary>
/// <param name="intercepts">False only looks.</param>
internal sealed class TpsRule(int maxCount, TimeSpan period, bool intercepts)
{
    // Number of the period in the upper half, calls in it in the lower.
    private long _state;

    public int MaxCount => maxCount;

    public TimeSpan Period => period;

    public bool Intercepts => intercepts;

    public string Refusal { get; } = $"tps over limit :{maxCount}";

    public bool TryCount(DateTimeOffset now)
    {
        var current = (uint)(now.UtcTicks / period.Ticks);
        while (true)
        {
            var seen = Volatile.Read(ref _state);
            var count = (uint)(seen >> 32) == current ? (uint)seen : 0;
            if (count >= (uint)maxCount) return false;
            if (Interlocked.CompareExchange(ref _state, ((long)current << 32) | (count + 1), seen) == seen) return true;
        }
    }
}
