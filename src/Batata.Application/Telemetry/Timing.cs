namespace Batata.Application.Telemetry;

/// <summary>
/// How often something happened and how long it took. Recording takes no lock and allocates nothing, and costs the same whether somebody looks at the
/// numbers or not: they are read when metrics are asked for. For any thread.
/// </summary>
public sealed class Timing(TimeProvider time)
{
    private long _count;
    private long _ticks;
    private long _max;
    private long _maxBefore;
    private long _minute;

    public long Count => Volatile.Read(ref _count);

    public double SumSeconds => Seconds(Volatile.Read(ref _ticks));

    /// <summary>Of this minute and the one before.</summary>
    public double MaxSeconds
    {
        get
        {
            Turn(time.GetTimestamp());
            return Seconds(Math.Max(Volatile.Read(ref _max), Volatile.Read(ref _maxBefore)));
        }
    }

    /// <summary>What <see cref="Record(long)"/> is given when something begins now.</summary>
    public long Begin() => time.GetTimestamp();

    /// <param name="started"><see cref="Begin"/> when it began, or the same of this clock.</param>
    public void Record(long started)
    {
        var now = time.GetTimestamp();
        Record(Math.Max(0, now - started), now);
    }

    public void Record(TimeSpan took) => Record((long)(Math.Max(0, took.TotalSeconds) * time.TimestampFrequency), time.GetTimestamp());

    private void Record(long ticks, long now)
    {
        Turn(now);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _ticks, ticks);
        for (var max = Volatile.Read(ref _max); ticks > max; max = Volatile.Read(ref _max))
        {
            if (Interlocked.CompareExchange(ref _max, ticks, max) == max) return;
        }
    }

    /// <summary>A new minute begins with no largest value.</summary>
    private void Turn(long now)
    {
        var minute = now / (time.TimestampFrequency * 60);
        var before = Volatile.Read(ref _minute);
        if (minute == before || Interlocked.CompareExchange(ref _minute, minute, before) != before) return;
        var max = Interlocked.Exchange(ref _max, 0);
        Volatile.Write(ref _maxBefore, minute == before + 1 ? max : 0);
    }

    private double Seconds(long ticks) => (double)ticks / time.TimestampFrequency;
}
