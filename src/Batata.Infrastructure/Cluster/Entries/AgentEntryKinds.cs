using Batata.Application.Agents;
using Batata.Domain.Shared;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of Consul's agents, <c>proto/cluster/agents.proto</c>.</summary>
internal static class AgentEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<RegisterAgentServiceEntry, Done>(
            Number.RegisterAgentService,
            static (entry, record) => record.RegisterAgentService = ToWire(entry),
            static record => ToEntry(record.RegisterAgentService)),
        new EntryKind<RegisterAgentCheckEntry, Done>(
            Number.RegisterAgentCheck,
            static (entry, record) => record.RegisterAgentCheck = new() { Check = AgentWire.ToWire(entry.Check), AtMs = entry.At.ToUnixTimeMilliseconds() },
            static record => new(AgentWire.ToCheck(record.RegisterAgentCheck.Check), AgentWire.At(record.RegisterAgentCheck.AtMs))),
        new EntryKind<DeregisterAgentEntry, Done>(
            Number.DeregisterAgent,
            static (entry, record) => record.DeregisterAgent = new() { Node = entry.Node, IsService = entry.IsService, Id = entry.Id, IsFromFile = entry.IsFromFile },
            static record => new(record.DeregisterAgent.Node, record.DeregisterAgent.IsService, record.DeregisterAgent.Id, record.DeregisterAgent.IsFromFile)),
        new EntryKind<ReportAgentCheckEntry, Done>(
            Number.ReportAgentCheck,
            static (entry, record) => record.ReportAgentCheck = ToWire(entry),
            static record => ToEntry(record.ReportAgentCheck)),
        new EntryKind<SetAgentMaintenanceEntry, Done>(
            Number.SetAgentMaintenance,
            static (entry, record) => record.SetAgentMaintenance = new()
            {
                Node = entry.Node, ServiceId = entry.ServiceId, IsOn = entry.IsOn, Reason = entry.Reason, AtMs = entry.At.ToUnixTimeMilliseconds(),
            },
            static record => new(
                record.SetAgentMaintenance.Node, record.SetAgentMaintenance.ServiceId, record.SetAgentMaintenance.IsOn, record.SetAgentMaintenance.Reason,
                AgentWire.At(record.SetAgentMaintenance.AtMs))),
        new EntryKind<SyncAgentEntry, Done>(
            Number.SyncAgent,
            static (entry, record) => record.SyncAgent = new() { Node = entry.Node, OutputsOf = { entry.OutputsOf } },
            static record => new(record.SyncAgent.Node, [.. record.SyncAgent.OutputsOf])),
    ];

    private static Wire.RegisterAgentService ToWire(RegisterAgentServiceEntry entry)
    {
        var message = new Wire.RegisterAgentService
        {
            Service = AgentWire.ToWire(entry.Service),
            ReplacesChecks = entry.ReplacesChecks,
            AtMs = entry.At.ToUnixTimeMilliseconds(),
        };
        message.Checks.AddRange(entry.Checks.Select(AgentWire.ToWire));
        if (entry.Sidecar is { } sidecar) message.Sidecar = AgentWire.ToWire(sidecar);
        message.SidecarChecks.AddRange(entry.SidecarChecks.Select(AgentWire.ToWire));
        return message;
    }

    private static RegisterAgentServiceEntry ToEntry(Wire.RegisterAgentService message) => new(
        AgentWire.ToService(message.Service), [.. message.Checks.Select(AgentWire.ToCheck)],
        message.Sidecar is { } sidecar ? AgentWire.ToService(sidecar) : null, [.. message.SidecarChecks.Select(AgentWire.ToCheck)],
        message.ReplacesChecks, AgentWire.At(message.AtMs));

    private static Wire.ReportAgentCheck ToWire(ReportAgentCheckEntry entry)
    {
        var message = new Wire.ReportAgentCheck
        {
            Node = entry.Node,
            CheckId = entry.CheckId,
            Status = entry.Status,
            Output = entry.Output,
            Registration = entry.Registration,
            AtMs = entry.At.ToUnixTimeMilliseconds(),
        };
        if (entry.ExpiredSince is { } since) message.ExpiredSinceMs = since.ToUnixTimeMilliseconds();
        return message;
    }

    private static ReportAgentCheckEntry ToEntry(Wire.ReportAgentCheck message) => new(
        message.Node, message.CheckId, message.Status, message.Output, message.Registration, AgentWire.At(message.AtMs),
        message.HasExpiredSinceMs ? AgentWire.At(message.ExpiredSinceMs) : null);
}
