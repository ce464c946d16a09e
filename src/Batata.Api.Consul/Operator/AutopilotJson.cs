using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Application.Cluster;
using Batata.Domain.Autopilot;

namespace Batata.Api.Consul.Operator;

/// <summary>Answers of <c>/v1/operator/autopilot/</c>.</summary>
internal static class AutopilotJson
{
    public static void Config(Utf8JsonWriter json, AutopilotConfig config)
    {
        json.WriteStartObject();
        json.WriteBoolean("CleanupDeadServers"u8, config.Settings.CleanupDeadServers);
        json.WriteString("LastContactThreshold"u8, GoDuration.Format(config.Settings.LastContactThresholdNs));
        json.WriteNumber("MaxTrailingLogs"u8, config.Settings.MaxTrailingLogs);
        json.WriteNumber("MinQuorum"u8, config.Settings.MinQuorum);
        json.WriteString("ServerStabilizationTime"u8, GoDuration.Format(config.Settings.StabilizationNs));
        json.WriteString("RedundancyZoneTag"u8, config.Settings.RedundancyZoneTag);
        json.WriteBoolean("DisableUpgradeMigration"u8, config.Settings.DisableUpgradeMigration);
        json.WriteString("UpgradeVersionTag"u8, config.Settings.UpgradeVersionTag);
        json.WriteNumber("CreateIndex"u8, config.CreateIndex);
        json.WriteNumber("ModifyIndex"u8, config.ModifyIndex);
        json.WriteEndObject();
    }

    public static void Health(Utf8JsonWriter json, ClusterHealth health)
    {
        json.WriteStartObject();
        json.WriteBoolean("Healthy"u8, health.IsHealthy);
        json.WriteNumber("FailureTolerance"u8, health.FailureTolerance);
        json.WriteStartArray("Servers"u8);
        foreach (var one in health.Servers)
        {
            json.WriteStartObject();
            json.WriteString("ID"u8, one.Server.Id);
            json.WriteString("Name"u8, one.Server.Name);
            json.WriteString("Address"u8, one.Server.Address);
            json.WriteString("SerfStatus"u8, StatusOf(one.Server));
            json.WriteString("Version"u8, one.Server.Version);
            json.WriteBoolean("Leader"u8, one.Server.IsLeader);
            WriteFigures(json, one);
            json.WriteBoolean("Voter"u8, one.Server.Votes);
            json.WriteString("StableSince"u8, one.StableSince.UtcDateTime);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void State(Utf8JsonWriter json, ClusterHealth health)
    {
        json.WriteStartObject();
        json.WriteBoolean("Healthy"u8, health.IsHealthy);
        json.WriteNumber("FailureTolerance"u8, health.FailureTolerance);
        json.WriteNumber("OptimisticFailureTolerance"u8, health.FailureTolerance);
        json.WriteStartObject("Servers"u8);
        foreach (var one in health.Servers)
        {
            json.WriteStartObject(one.Server.Id);
            json.WriteString("ID"u8, one.Server.Id);
            json.WriteString("Name"u8, one.Server.Name);
            json.WriteString("Address"u8, one.Server.Address);
            json.WriteString("NodeStatus"u8, StatusOf(one.Server));
            json.WriteString("Version"u8, one.Server.Version);
            WriteFigures(json, one);
            json.WriteString("StableSince"u8, one.StableSince.UtcDateTime);
            json.WriteBoolean("ReadReplica"u8, false);
            json.WriteString("Status"u8, one.Server.IsLeader ? "leader" : one.Server.Votes ? "voter" : "non-voter");
            json.WriteStartObject("Meta"u8);
            json.WriteString("consul-network-segment"u8, "");
            json.WriteString("consul-version"u8, one.Server.Version);
            json.WriteEndObject();
            json.WriteString("NodeType"u8, "voter");
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteString("Leader"u8, health.Servers.FirstOrDefault(static one => one.Server.IsLeader)?.Server.Id ?? "");
        json.WriteStartArray("Voters"u8);
        foreach (var one in health.Servers.Where(static one => one.Server.Votes)) json.WriteStringValue(one.Server.Id);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, JudgedServer one)
    {
        json.WriteString("LastContact"u8, GoDuration.Format((long)one.LastContact.TotalNanoseconds));
        json.WriteNumber("LastTerm"u8, one.Server.Term);
        json.WriteNumber("LastIndex"u8, one.Server.LastIndex);
        json.WriteBoolean("Healthy"u8, one.IsHealthy);
    }

    private static string StatusOf(OperatorServer server) => server.Condition == NodeCondition.Down ? "failed" : "alive";
}
