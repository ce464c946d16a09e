namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>What one look at a target found.</summary>
/// <param name="Why">For people, and without anything secret.</param>
internal readonly record struct ProbeOutcome(ProbeFinding Finding, ProbePace Pace, string Why)
{
    public static ProbeOutcome Alive { get; } = new(ProbeFinding.Alive, ProbePace.Measured, "alive");

    public static ProbeOutcome TimedOut { get; } = new(ProbeFinding.Silent, ProbePace.Doubled, "no answer in time");

    public static ProbeOutcome Refused { get; } = new(ProbeFinding.Down, ProbePace.Slowest, "connection refused");

    /// <summary>Counts as one failure.</summary>
    public static ProbeOutcome Failing(string why) => new(ProbeFinding.Failing, ProbePace.Slowest, why);

    /// <summary>Counts as one failure, and says that it is busy.</summary>
    public static ProbeOutcome Busy(string why) => new(ProbeFinding.Failing, ProbePace.Doubled, why);

    /// <summary>Enough by itself.</summary>
    public static ProbeOutcome Down(string why) => new(ProbeFinding.Down, ProbePace.Slowest, why);

    /// <summary>This node could not look, for want of something of its own.</summary>
    public static ProbeOutcome NotLooked(string why) => new(ProbeFinding.None, ProbePace.Doubled, why);
}

internal enum ProbeFinding
{
    /// <summary>Nothing: nobody is judged for it.</summary>
    None,
    Alive,

    /// <summary>So many in a row (switch <c>checkTimes</c>) make the instance unhealthy.</summary>
    Failing,

    /// <summary>A failure like any other, but for the time that it cost.</summary>
    Silent,

    /// <summary>Makes it unhealthy at once.</summary>
    Down,
}

/// <summary>What the interval until the next look leans to.</summary>
internal enum ProbePace
{
    /// <summary>The time that this look took.</summary>
    Measured,

    /// <summary>Twice the interval.</summary>
    Doubled,

    /// <summary>The longest interval.</summary>
    Slowest,
}
