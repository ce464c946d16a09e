using Batata.Application.Autopilot;
using Batata.Domain.Autopilot;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of Consul's autopilot, <c>proto/cluster/autopilot.proto</c>.</summary>
internal static class AutopilotEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<SetAutopilotEntry, bool>(Number.SetAutopilot, static (entry, record) => record.SetAutopilot = ToWire(entry), static record => ToEntry(record.SetAutopilot)),
    ];

    private static Wire.SetAutopilot ToWire(SetAutopilotEntry entry)
    {
        var message = new Wire.SetAutopilot
        {
            CleanupDeadServers = entry.Settings.CleanupDeadServers,
            LastContactThreshold = entry.Settings.LastContactThresholdNs,
            MaxTrailingLogs = entry.Settings.MaxTrailingLogs,
            MinQuorum = entry.Settings.MinQuorum,
            ServerStabilizationTime = entry.Settings.StabilizationNs,
            RedundancyZoneTag = entry.Settings.RedundancyZoneTag,
            DisableUpgradeMigration = entry.Settings.DisableUpgradeMigration,
            UpgradeVersionTag = entry.Settings.UpgradeVersionTag,
        };
        if (entry.Index is { } index) message.ExpectedIndex = index;
        return message;
    }

    private static SetAutopilotEntry ToEntry(Wire.SetAutopilot message) => new(
        new AutopilotSettings(
            message.CleanupDeadServers, message.LastContactThreshold, message.MaxTrailingLogs, message.MinQuorum, message.ServerStabilizationTime, message.RedundancyZoneTag,
            message.DisableUpgradeMigration, message.UpgradeVersionTag),
        message.HasExpectedIndex ? message.ExpectedIndex : null);
}
