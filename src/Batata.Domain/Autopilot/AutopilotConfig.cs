namespace Batata.Domain.Autopilot;

/// <summary>
/// When a server counts as healthy, and what else Consul's autopilot is told. Members come and go by the member list here: what says how autopilot removes and
/// promotes servers is kept and shown. Protocol source: Consul <c>structs.AutopilotConfig</c>.
/// </summary>
/// <param name="LastContactThresholdNs">Nanoseconds that a healthy server may be silent.</param>
/// <param name="MaxTrailingLogs">Entries that a healthy server may lag.</param>
/// <param name="StabilizationNs">Nanoseconds.</param>
public sealed record AutopilotSettings(
    bool CleanupDeadServers,
    long LastContactThresholdNs,
    ulong MaxTrailingLogs,
    int MinQuorum,
    long StabilizationNs,
    string RedundancyZoneTag,
    bool DisableUpgradeMigration,
    string UpgradeVersionTag)
{
    public static AutopilotSettings Default { get; } = new(true, 200_000_000, 250, 0, 10_000_000_000, "", false, "");
}

/// <summary>The settings as they are kept.</summary>
public sealed record AutopilotConfig(AutopilotSettings Settings, ulong CreateIndex, ulong ModifyIndex)
{
    /// <summary>What holds until somebody sets it. A check-and-set names it by 0, which is no write's index.</summary>
    public static AutopilotConfig Default { get; } = new(AutopilotSettings.Default, 0, 0);
}

/// <summary>The one record, for the applying thread.</summary>
public interface IAutopilotRepository
{
    /// <summary>The default when it was never set.</summary>
    AutopilotConfig Find();

    void Save(AutopilotConfig config);
}
