using System.Text.Json;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Http;

namespace Batata.Api.Nacos.Core;

/// <summary>A gRPC connection as operators see it. Protocol source: Nacos 3.1 <c>Connection</c>, <c>ConnectionMeta</c>.</summary>
internal static class ConnectionJson
{
    private const string AppPrefix = "app_";

    public static void Write(Utf8JsonWriter json, (IEnumerable<ClientConnection> Connections, DateTimeOffset Now) x)
    {
        json.WriteStartObject();
        foreach (var connection in x.Connections)
        {
            if (connection.Info is not { } info) continue;
            json.WritePropertyName(connection.Id);
            Write(json, connection, info, x.Now);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ClientConnection connection, ClientInfo info, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteBoolean("traced"u8, false);
        WriteAbilities(json, info.Abilities);
        WriteMeta(json, connection, info, now);
        json.WriteBoolean("connected"u8, connection.Outbox is not null);
        WriteLabels(json, info.Labels);
        WriteAppLabels(json, info);
        json.WriteEndObject();
    }

    private static void WriteMeta(Utf8JsonWriter json, ClientConnection connection, ClientInfo info, DateTimeOffset now)
    {
        json.WriteStartObject("metaInfo"u8);
        json.WriteString("connectType"u8, "GRPC"u8);
        json.WriteString("clientIp"u8, info.Ip);
        json.WriteString("remoteIp"u8, connection.RemoteIp);
        json.WriteNumber("remotePort"u8, connection.RemotePort);
        json.WriteNumber("localPort"u8, connection.LocalPort);
        json.WriteString("version"u8, info.Version);
        json.WriteString("connectionId"u8, connection.Id);
        json.WriteString("createTime"u8, SpringErrors.Timestamp(connection.CreatedAt));
        json.WriteNumber("lastActiveTime"u8, (now - connection.IdleFor).ToUnixTimeMilliseconds());
        json.WriteString("appName"u8, info.AppName ?? "-");
        json.WriteString("namespaceId"u8, info.Tenant);
        json.WriteBoolean("tlsProtected"u8, connection.IsTls);
        json.WriteString("tag"u8, info.Labels.GetValueOrDefault("Vipserver-Tag"));
        json.WriteBoolean("sdkSource"u8, info.FromSdk);
        json.WriteBoolean("clusterSource"u8, info.Labels.GetValueOrDefault("source") == "cluster");
        WriteLabels(json, info.Labels);
        WriteAppLabels(json, info);
        json.WriteEndObject();
    }

    private static void WriteAbilities(Utf8JsonWriter json, IReadOnlyDictionary<string, bool>? abilities)
    {
        json.WritePropertyName("abilityTable"u8);
        if (abilities is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        foreach (var (name, has) in abilities) json.WriteBoolean(name, has);
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyDictionary<string, string?> labels)
    {
        json.WriteStartObject("labels"u8);
        foreach (var (name, value) in labels) json.WriteString(name, value);
        json.WriteEndObject();
    }

    /// <summary>Labels of the application without their prefix, and two that are always there.</summary>
    private static void WriteAppLabels(Utf8JsonWriter json, ClientInfo info)
    {
        json.WriteStartObject("appLabels"u8);
        json.WriteString("AppName"u8, info.Labels.GetValueOrDefault("AppName"));
        json.WriteString("ClientVersion"u8, info.Version);
        foreach (var (name, value) in info.Labels)
        {
            if (name.StartsWith(AppPrefix, StringComparison.Ordinal) && name.Length > AppPrefix.Length && name[AppPrefix.Length..] is not ("AppName" or "ClientVersion") and var bare)
                json.WriteString(bare, value);
        }
        json.WriteEndObject();
    }
}
