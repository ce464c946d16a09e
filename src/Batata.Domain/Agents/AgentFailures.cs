using Batata.Domain.Shared;

namespace Batata.Domain.Agents;

/// <summary>Refusals of an agent, in Consul's words.</summary>
public static class AgentFailures
{
    /// <summary>Answered with 404.</summary>
    public const string UnknownCode = "agent.unknown";

    /// <summary>Answered with 500, as Consul does with what it finds late.</summary>
    public const string RefusedCode = "agent.refused";

    public static Failure UnknownService(string id) =>
        new(FailureKind.NotFound, UnknownCode, $"Unknown service ID \"{id}\". Ensure that the service ID is passed, not the service name.");

    public static Failure UnknownCheck(string id) =>
        new(FailureKind.NotFound, UnknownCode, $"Unknown check ID \"{id}\". Ensure that the check ID is passed, not the check name.");

    public static Failure NoSuchService(string id) => new(FailureKind.NotFound, UnknownCode, $"ServiceID \"{id}\" does not exist");

    public static Failure NoTtl(string id) => new(FailureKind.Invalid, RefusedCode, $"CheckID \"{id}\" does not have associated TTL");

    public static Failure NoSidecarPort(int from, int to) => new(
        FailureKind.LimitReached, RefusedCode, $"no port provided for sidecar_service and none left in the configured range [{from}, {to}]");

    /// <summary>The registration of the result is not there any more.</summary>
    public static Failure Outdated(string id) => new(FailureKind.Conflict, RefusedCode, $"The check \"{id}\" was registered anew or removed.");
}
