using Batata.Api.Consul.Bodies;
using Batata.Domain.Autopilot;

namespace Batata.Api.Consul.Operator;

/// <summary>The body of <c>PUT /v1/operator/autopilot/configuration</c>. What is left out gets the default, and not what was there.</summary>
internal sealed class AutopilotForm
{
    public static readonly BodyShape<AutopilotForm> Shape = new BodyShape<AutopilotForm>("api.AutopilotConfiguration")
        .Bool("CleanupDeadServers", static (form, value) => form.Settings = form.Settings with { CleanupDeadServers = value })
        .Duration("LastContactThreshold", static (form, value) => form.Settings = form.Settings with { LastContactThresholdNs = value })
        .Unsigned("MaxTrailingLogs", static (form, value) => form.Settings = form.Settings with { MaxTrailingLogs = value })
        .Unsigned("MinQuorum", static (form, value) => form.Settings = form.Settings with { MinQuorum = (int)Math.Min(value, int.MaxValue) })
        .Duration("ServerStabilizationTime", static (form, value) => form.Settings = form.Settings with { StabilizationNs = value })
        .Text("RedundancyZoneTag", static (form, value) => form.Settings = form.Settings with { RedundancyZoneTag = value })
        .Bool("DisableUpgradeMigration", static (form, value) => form.Settings = form.Settings with { DisableUpgradeMigration = value })
        .Text("UpgradeVersionTag", static (form, value) => form.Settings = form.Settings with { UpgradeVersionTag = value })
        .Unsigned("CreateIndex", static (_, _) => { })
        .Unsigned("ModifyIndex", static (_, _) => { });

    public AutopilotSettings Settings { get; private set; } = AutopilotSettings.Default;
}
