using System.Text.Json;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>Tells that a config changed, not how: the client asks.</summary>
/// <param name="withTenant">False for a listener that named none: it looks its own key up without one (nacos-grpc §5.1).</param>
internal sealed class ConfigChangeNotifyRequest(ConfigKey key, bool withTenant) : ServerPush
{
    public override string Type => "ConfigChangeNotifyRequest";

    protected override string Module => "config";

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("dataId"u8, key.DataId);
        json.WriteString("group"u8, key.Group);
        if (withTenant) json.WriteString("tenant"u8, key.NamespaceId);
    }
}

/// <summary>A config that matches a pattern appeared or went.</summary>
internal sealed class ConfigFuzzyWatchChangeNotifyRequest(ConfigKey key, bool exists) : ServerPush
{
    public override string Type => "ConfigFuzzyWatchChangeNotifyRequest";

    protected override string Module => "config";

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("groupKey"u8, key.ToGroupKey());
        json.WriteString("changeType"u8, exists ? "CONFIG_CHANGED"u8 : "DELETE_CONFIG"u8); // Nacos does not tell a new one from a changed one here
    }
}

/// <summary>One batch of the configs that a watcher lacks or has too much; or, without any, the end of its first sync.</summary>
internal sealed class ConfigFuzzyWatchSyncRequest(
    string pattern, string syncType, IReadOnlyList<(string GroupKey, bool Exists)> contexts, int totalBatch, int currentBatch) : ServerPush
{
    public override string Type => "ConfigFuzzyWatchSyncRequest";

    protected override string Module => "config";

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("groupKeyPattern"u8, pattern);
        json.WriteString("syncType"u8, syncType);
        if (contexts.Count > 0)
        {
            json.WriteStartArray("contexts"u8);
            foreach (var (groupKey, exists) in contexts)
            {
                json.WriteStartObject();
                json.WriteString("groupKey"u8, groupKey);
                json.WriteString("changedType"u8, exists ? "ADD_CONFIG"u8 : "DELETE_CONFIG"u8);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteNumber("totalBatch"u8, totalBatch);
        json.WriteNumber("currentBatch"u8, currentBatch);
    }
}
