using System.Text.Json;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Push.Fuzzy;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>A service that matches a pattern appeared or went.</summary>
internal sealed class NamingFuzzyWatchChangeNotifyRequest(ServiceKey service, bool exists) : ServerPush
{
    public override string Type => "NamingFuzzyWatchChangeNotifyRequest";

    protected override string Module => "naming";

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("syncType"u8, "FUZZY_WATCH_RESOURCE_CHANGED"u8);
        json.WriteString("serviceKey"u8, service.ToString());
        json.WriteString("changedType"u8, FuzzyWords.Of(exists));
    }
}

/// <summary>One batch of the services that a watcher lacks or has too much; or, without any, the end of its first sync.</summary>
internal sealed class NamingFuzzyWatchSyncRequest(string pattern, string syncType, SyncBatch batch) : ServerPush
{
    public override string Type => "NamingFuzzyWatchSyncRequest";

    protected override string Module => "naming";

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("syncType"u8, syncType);
        json.WriteString("groupKeyPattern"u8, pattern);
        json.WriteStartArray("contexts"u8);
        foreach (var (service, exists) in batch.Contexts)
        {
            json.WriteStartObject();
            json.WriteString("serviceKey"u8, service);
            json.WriteString("changedType"u8, FuzzyWords.Of(exists));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("totalBatch"u8, batch.Total);
        json.WriteNumber("currentBatch"u8, batch.Number);
    }
}

internal static class FuzzyWords
{
    public static ReadOnlySpan<byte> Of(bool exists) => exists ? "ADD_SERVICE"u8 : "DELETE_SERVICE"u8;
}
