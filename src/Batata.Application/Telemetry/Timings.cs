namespace Batata.Application.Telemetry;

/// <summary>Timings of what happens below the fronts.</summary>
public sealed class Timings(TimeProvider time)
{
    /// <summary>From the moment a config was changed until this node serves the change.</summary>
    public Timing ConfigServed { get; } = new(time);

    /// <summary>A batch of entries was applied and committed.</summary>
    public Timing LogApplied { get; } = new(time);

    /// <summary>A read waited until this node held what was acknowledged before it.</summary>
    public Timing BarrierPassed { get; } = new(time);

    /// <summary>Such a read found no leader in time.</summary>
    public Timing BarrierFailed { get; } = new(time);

    /// <summary>Such a read asked another node, which leads.</summary>
    public Timing LeaderAsked { get; } = new(time);

    /// <summary>This node looked at an instance over TCP, whatever it found.</summary>
    public Timing TcpChecked { get; } = new(time);

    /// <summary>The same over HTTP.</summary>
    public Timing HttpChecked { get; } = new(time);

    /// <summary>The same with a query to MySQL.</summary>
    public Timing MySqlChecked { get; } = new(time);
}
