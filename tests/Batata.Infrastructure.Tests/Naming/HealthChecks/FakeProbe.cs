using System.Collections.Concurrent;
using Batata.Infrastructure.Naming.HealthChecks;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

/// <summary>Finds what the test says, and notes every look.</summary>
internal sealed class FakeProbe(string type) : IHealthProbe
{
    public string Type => type;

    public TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(500);

    public Func<CheckTarget, ProbeDeadline, ValueTask<ProbeOutcome>> Find { get; set; } = static (_, _) => new(ProbeOutcome.Alive);

    public ConcurrentQueue<CheckTarget> Looks { get; } = new();

    public int LooksAt(string ip) => Looks.Count(t => t.Ip == ip);

    public void Finds(ProbeOutcome outcome) => Find = (_, _) => new(outcome);

    /// <summary>Never answers; ends with its deadline.</summary>
    public static async ValueTask<ProbeOutcome> HangAsync(CheckTarget target, ProbeDeadline deadline)
    {
        await Task.Delay(Timeout.Infinite, deadline.Token);
        return ProbeOutcome.Alive;
    }

    public ValueTask<ProbeOutcome> ProbeAsync(CheckTarget target, ProbeDeadline deadline)
    {
        Looks.Enqueue(target);
        return Find(target, deadline);
    }
}
