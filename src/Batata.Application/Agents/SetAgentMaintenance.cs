using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Agents;

/// <summary>Turns maintenance of the node, or of one service, on or off. What is so already stays, with its reason.</summary>
/// <param name="ServiceId">Empty for the node.</param>
/// <param name="Reason">Empty for the default text.</param>
public sealed record SetAgentMaintenance(string Node, string ServiceId, bool IsOn, string Reason) : IRequest<Outcome<Done>>;

internal sealed class SetAgentMaintenanceHandler(IReplicatedLog log, TimeProvider time) : IRequestHandler<SetAgentMaintenance, Outcome<Done>>
{
    public Task<Outcome<Done>> Handle(SetAgentMaintenance request, CancellationToken cancellationToken)
    {
        var reason = request.Reason.Length > 0 ? request.Reason : MaintenanceChecks.DefaultReason(request.ServiceId.Length > 0);
        return log.ProposeAsync(new SetAgentMaintenanceEntry(request.Node, request.ServiceId, request.IsOn, reason, time.Now()), cancellationToken);
    }
}

public sealed record SetAgentMaintenanceEntry(string Node, string ServiceId, bool IsOn, string Reason, DateTimeOffset At) : ReplicatedEntry<Done>;

internal sealed class SetAgentMaintenanceApplier(AgentWriter writer, IAgentRepository agents, IStateIndex indexes) : IApplier<SetAgentMaintenanceEntry, Done>
{
    public ValueTask<Outcome<Done>> ApplyAsync(SetAgentMaintenanceEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Apply(entry, changes));

    private Outcome<Done> Apply(SetAgentMaintenanceEntry entry, IChangeSink changes)
    {
        var node = entry.ServiceId.Length == 0 ? entry.Node : writer.OwnerOfService(entry.Node, entry.ServiceId);
        if (node is null) return AgentFailures.UnknownService(entry.ServiceId);
        var before = agents.FindCheck(node, MaintenanceChecks.IdOf(entry.ServiceId));
        if (before is not null == entry.IsOn) return default(Done);
        var changed = new StateChanges();
        if (before is not null) writer.RemoveCheck(before, indexes.Next(), changed);
        else writer.PutCheck(MaintenanceChecks.Of(node, entry.ServiceId, entry.Reason, entry.At), entry.At, indexes.Next(), changed);
        changed.Tell(changes);
        return default(Done);
    }
}

/// <summary>Checks that stand for maintenance. Protocol source: Consul <c>EnableServiceMaintenance</c>, <c>EnableNodeMaintenance</c>.</summary>
internal static class MaintenanceChecks
{
    public const string Type = "maintenance";

    public static string IdOf(string serviceId) => serviceId.Length == 0 ? CheckStatus.NodeMaintenanceId : CheckStatus.ServiceMaintenancePrefix + serviceId;

    public static string DefaultReason(bool isOfService) =>
        $"Maintenance mode is enabled for this {(isOfService ? "service" : "node")}, but no reason was provided. This is a default message.";

    public static AgentCheck Of(string node, string serviceId, string reason, DateTimeOffset at) => new(
        new HealthCheck(
            node, IdOf(serviceId), serviceId.Length == 0 ? "Node Maintenance Mode" : "Service Maintenance Mode", CheckStatus.Critical, reason, "", serviceId, "", [],
            Type, "", "", 0, "{}", 0, 0),
        CheckDefinition.None, 0, at, false, null, false);
}
