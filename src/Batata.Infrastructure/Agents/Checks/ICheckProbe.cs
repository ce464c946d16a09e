using Batata.Domain.Agents;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>Runs checks of one kind. Has no state of a single check.</summary>
internal interface ICheckProbe
{
    /// <summary>See <see cref="CheckDefinition.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>When the check names none. Protocol source: Consul <c>agent/checks/check.go</c>.</summary>
    TimeSpan DefaultTimeout => TimeSpan.FromSeconds(10);

    /// <summary>How many of them run at a time.</summary>
    CheckLaneKind Lane => CheckLaneKind.Network;

    /// <summary>Says itself what it means that the deadline came; throws when it leaves that to the caller.</summary>
    /// <param name="timeout">What the deadline was made of, for texts.</param>
    /// <param name="deadline">Cancelled then, and when the check ends.</param>
    Task<CheckResult> RunAsync(CheckDefinition check, TimeSpan timeout, CancellationToken deadline);
}

internal enum CheckLaneKind
{
    Network,

    /// <summary>A process each.</summary>
    Script,
}
