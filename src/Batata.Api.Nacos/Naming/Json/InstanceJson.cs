using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>
/// An instance as every API and every push shows it: null members are left out, times are worked out from the metadata. No reflection
/// and no string for an instance. Protocol source: Nacos 3.1 <c>Instance</c>.
/// </summary>
internal static class InstanceJson
{
    private const int LongestId = 1024;

    /// <param name="groupedName"><c>group@@name</c> of the service, built once for all its instances.</param>
    /// <param name="nulls">Shows metadata that are null, as the lists of the HTTP APIs do.</param>
    public static void Write(Utf8JsonWriter json, Instance instance, in ServiceKey service, string groupedName, bool nulls = false)
    {
        json.WriteStartObject();
        WriteId(json, instance, service, groupedName);
        json.WriteString("ip"u8, instance.Ip);
        json.WriteNumber("port"u8, instance.Port);
        WriteWeight(json, instance.Weight);
        json.WriteBoolean("healthy"u8, instance.Healthy);
        json.WriteBoolean("enabled"u8, instance.Enabled);
        json.WriteBoolean("ephemeral"u8, instance.Ephemeral);
        json.WriteString("clusterName"u8, instance.ClusterName);
        json.WriteString("serviceName"u8, groupedName);
        WriteMetadata(json, instance.Metadata, nulls);
        json.WriteNumber("instanceHeartBeatInterval"u8, instance.HeartBeatIntervalMs);
        json.WriteNumber("instanceHeartBeatTimeOut"u8, instance.HeartBeatTimeoutMs);
        json.WriteNumber("ipDeleteTimeout"u8, instance.IpDeleteTimeoutMs);
        if (instance.Metadata.Preserved.ShownIdGenerator is { } generator) json.WriteString("instanceIdGenerator"u8, generator);
        json.WriteEndObject();
    }

    public static void WriteAll(Utf8JsonWriter json, ImmutableArray<Instance> instances, in ServiceKey service, bool nulls = false)
    {
        var groupedName = service.GroupedName;
        json.WriteStartArray();
        foreach (var instance in instances) Write(json, instance, service, groupedName, nulls);
        json.WriteEndArray();
    }

    /// <summary>An object, also when there is nothing in it.</summary>
    public static void WriteMetadata(Utf8JsonWriter json, Metadata metadata, bool nulls = false)
    {
        json.WriteStartObject("metadata"u8);
        foreach (var (key, value) in metadata.AsSpan())
        {
            if (nulls || value is not null) json.WriteString(key, value);
        }
        json.WriteEndObject();
    }

    /// <summary>Whole numbers as Java writes a double: <c>1.0</c>. JSON has no word for what is no number; one such instance must not spoil the list for all.</summary>
    public static void WriteWeight(Utf8JsonWriter json, double weight)
    {
        json.WritePropertyName("weight"u8);
        Span<byte> text = stackalloc byte[32];
        if (Math.Abs(weight) < 1e7 && weight == Math.Truncate(weight) && weight.TryFormat(text, out var length, "F1", CultureInfo.InvariantCulture))
            json.WriteRawValue(text[..length], skipInputValidation: true);
        else json.WriteNumberValue(double.IsFinite(weight) ? weight : 0);
    }

    private static void WriteId(Utf8JsonWriter json, Instance instance, in ServiceKey service, string groupedName)
    {
        Span<char> id = stackalloc char[LongestId];
        if (instance.IdKind == InstanceIdKind.Simple
            && id.TryWrite(CultureInfo.InvariantCulture, $"{instance.Ip}#{instance.Port}#{instance.ClusterName}#{groupedName}", out var length))
            json.WriteString("instanceId"u8, id[..length]);
        else if (instance.IdIn(service) is { } built) json.WriteString("instanceId"u8, built);
    }
}
