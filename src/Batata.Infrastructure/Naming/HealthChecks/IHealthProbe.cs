using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>Looks at a target in one way.</summary>
internal interface IHealthProbe
{
    /// <summary>The type of <see cref="HealthChecker"/> it is for.</summary>
    string Type { get; }

    /// <summary>Until the deadline ends, unless the probe starts it again.</summary>
    TimeSpan Patience { get; }

    /// <summary>Whatever goes wrong with the target is an outcome. Holds no thread while it waits, and ends soon after the deadline.</summary>
    /// <exception cref="OperationCanceledException">The deadline ended: the same as <see cref="ProbeOutcome.TimedOut"/>.</exception>
    ValueTask<ProbeOutcome> ProbeAsync(CheckTarget target, ProbeDeadline deadline);
}
