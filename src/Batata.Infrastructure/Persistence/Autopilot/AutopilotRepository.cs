using Batata.Application.Autopilot;
using Batata.Domain.Autopilot;

namespace Batata.Infrastructure.Persistence.Autopilot;

/// <summary>The row of <c>consul_autopilot</c>.</summary>
internal sealed class AutopilotRepository(StateDatabaseHolder state) : IAutopilotRepository, IAutopilotQueries
{
    private const string Columns =
        "cleanup_dead_servers, last_contact_ns, max_trailing_logs, min_quorum, stabilization_ns, redundancy_zone_tag, disable_upgrade_migration, upgrade_version_tag, create_index, modify_index";

    private static readonly Sql Select = new($"SELECT {Columns} FROM consul_autopilot");
    private static readonly Sql Put = new($"INSERT OR REPLACE INTO consul_autopilot (id, {Columns}) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

    public AutopilotConfig Find() => Read(state.Database.Writer);

    public ValueTask<AutopilotConfig> FindAsync(CancellationToken cancellationToken) =>
        state.Database.ReadAsync(0, static (session, _, _) => Read(session), cancellationToken);

    public void Save(AutopilotConfig config) => state.Database.Writer.Prepare(Put)
        .Bind(1, config.Settings.CleanupDeadServers ? 1 : 0).Bind(2, config.Settings.LastContactThresholdNs).Bind(3, (long)config.Settings.MaxTrailingLogs).Bind(4, config.Settings.MinQuorum).Bind(5, config.Settings.StabilizationNs)
        .Bind(6, config.Settings.RedundancyZoneTag).Bind(7, config.Settings.DisableUpgradeMigration ? 1 : 0).Bind(8, config.Settings.UpgradeVersionTag)
        .Bind(9, (long)config.CreateIndex).Bind(10, (long)config.ModifyIndex).Run();

    private static AutopilotConfig Read(StateSession session)
    {
        using var row = session.Prepare(Select);
        return row.Step()
            ? new AutopilotConfig(
                new AutopilotSettings(row.Int64(0) != 0, row.Int64(1), (ulong)row.Int64(2), (int)row.Int64(3), row.Int64(4), row.Text(5), row.Int64(6) != 0, row.Text(7)), (ulong)row.Int64(8), (ulong)row.Int64(9))
            : AutopilotConfig.Default;
    }
}
