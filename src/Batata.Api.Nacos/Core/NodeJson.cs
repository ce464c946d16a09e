using System.Text.Json;
using Batata.Application.Cluster;

namespace Batata.Api.Nacos.Core;

/// <summary>
/// A node as Nacos tells of a member. Its tools find the leader in the groups of Raft, of which there is one log here: each group shows that one.
/// Protocol source: Nacos 3.1 <c>NacosMember</c>, <c>MemberMetaDataConstants</c>, <c>ServerRaftGroup</c> names.
/// </summary>
internal static class NodeJson
{
    private static readonly string[] Groups =
        ["naming_persistent_service_v2", "naming_service_metadata", "naming_instance_metadata", "lock_acquire_service_v2", "nacos_config"];

    public static string NameOf(NodeCondition condition) => condition switch
    {
        NodeCondition.Starting => "STARTING",
        NodeCondition.Up => "UP",
        NodeCondition.Suspicious => "SUSPICIOUS",
        NodeCondition.Down => "DOWN",
        _ => "ISOLATION",
    };

    /// <returns>Null for a name that is none.</returns>
    public static NodeCondition? ConditionOf(string name)
    {
        foreach (var condition in Enum.GetValues<NodeCondition>())
        {
            if (NameOf(condition).Equals(name, StringComparison.OrdinalIgnoreCase)) return condition;
        }
        return null;
    }

    public static void Write(Utf8JsonWriter json, IEnumerable<ClusterNode> nodes)
    {
        json.WriteStartArray();
        foreach (var node in nodes) Write(json, node);
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, ClusterNode node)
    {
        json.WriteStartObject();
        json.WriteString("ip"u8, node.Name.Host);
        json.WriteNumber("port"u8, node.Name.MainPort);
        json.WriteString("state"u8, NameOf(node.Condition));
        WriteExtendInfo(json, node);
        json.WriteString("address"u8, node.Name.Address);
        json.WriteNumber("failAccessCnt"u8, node.FailedReports);
        WriteAbilities(json);
        json.WriteBoolean("grpcReportEnabled"u8, true);
        json.WriteEndObject();
    }

    private static void WriteExtendInfo(Utf8JsonWriter json, ClusterNode node)
    {
        json.WriteStartObject("extendInfo"u8);
        if (node.HeardAt is { } heard) json.WriteNumber("lastRefreshTime"u8, heard.ToUnixTimeMilliseconds());
        json.WriteStartObject("raftMetaData"u8);
        json.WriteStartObject("metaDataMap"u8);
        if (node.Log is { } log)
        {
            foreach (var group in Groups) WriteGroup(json, group, log);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("raftPort"u8, node.Name.RaftPort.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteBoolean("readyToUpgrade"u8, true);
        json.WriteBoolean("supportGrayModel"u8, true);
        if (node.Version is { } version) json.WriteString("version"u8, version);
        // Batata's own, for people.
        json.WriteString("nodeName"u8, node.Label);
        if (node.Problem is { } problem) json.WriteString("problem"u8, problem);
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, string group, LogStanding log)
    {
        json.WriteStartObject(group);
        json.WriteString("leader"u8, log.Leader?.RaftAddress);
        json.WriteStartArray("raftGroupMember"u8);
        foreach (var voter in log.Voters) json.WriteStringValue(voter.RaftAddress);
        json.WriteEndArray();
        json.WriteNumber("term"u8, log.Term);
        json.WriteEndObject();
    }

    private static void WriteAbilities(Utf8JsonWriter json)
    {
        json.WriteStartObject("abilities"u8);
        json.WriteStartObject("remoteAbility"u8);
        json.WriteBoolean("supportRemoteConnection"u8, true);
        json.WriteBoolean("grpcReportEnabled"u8, true);
        json.WriteEndObject();
        json.WriteStartObject("configAbility"u8);
        json.WriteBoolean("supportRemoteMetrics"u8, false);
        json.WriteEndObject();
        json.WriteStartObject("namingAbility"u8);
        json.WriteBoolean("supportJraft"u8, true);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
