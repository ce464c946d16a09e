namespace Batata.Infrastructure.Naming;

/// <summary>
/// Milliseconds since 1970 that never jump: the wall clock of the start plus the time that ran since. A corrected clock must not expire
/// every instance at once.
/// </summary>
internal sealed class RegistryClock(TimeProvider time)
{
    private readonly long _startMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time { get; } = time;

    public long NowMs => _startMs + (long)Time.GetElapsedTime(_start).TotalMilliseconds;
}
