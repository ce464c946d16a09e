using System.Text.Json;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Agent;

/// <summary>A service with its state, as <c>agent/health</c> shows it. Protocol source: Consul <c>api.AgentServiceChecksInfo</c>.</summary>
internal static class AgentHealthJson
{
    /// <param name="service">Null: there is none.</param>
    public static void Write(Utf8JsonWriter json, AgentService? service, string status, IReadOnlyList<HealthCheck> checks, string datacenter)
    {
        json.WriteStartObject();
        json.WriteString("AggregatedStatus"u8, status);
        if (service is null)
        {
            json.WriteNull("Service"u8);
            json.WriteNull("Checks"u8);
            json.WriteEndObject();
            return;
        }
        json.WritePropertyName("Service"u8);
        AgentJson.Write(json, service, datacenter, null);
        json.WriteStartArray("Checks"u8);
        foreach (var check in checks) Write(json, check);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Consul fills in these members alone; the rest have Go's zero values.</summary>
    private static void Write(Utf8JsonWriter json, HealthCheck check)
    {
        json.WriteStartObject();
        json.WriteString("Node"u8, check.Node);
        json.WriteString("CheckID"u8, check.CheckId);
        json.WriteString("Name"u8, check.Name);
        json.WriteString("Status"u8, check.Status);
        json.WriteString("Notes"u8, check.Notes);
        json.WriteString("Output"u8, check.Output);
        json.WriteString("ServiceID"u8, check.ServiceId);
        json.WriteString("ServiceName"u8, check.ServiceName);
        if (check.ServiceTags.Count == 0) json.WriteNull("ServiceTags"u8);
        else
        {
            json.WriteStartArray("ServiceTags"u8);
            foreach (var tag in check.ServiceTags) json.WriteStringValue(tag);
            json.WriteEndArray();
        }
        json.WriteString("Type"u8, "");
        json.WriteNumber("ExposedPort"u8, 0);
        json.WritePropertyName("Definition"u8);
        json.WriteRawValue(NoDefinition, skipInputValidation: true);
        json.WriteNumber("CreateIndex"u8, 0);
        json.WriteNumber("ModifyIndex"u8, 0);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> NoDefinition =>
        """{"Interval":"0s","Timeout":"0s","DeregisterCriticalServiceAfter":"0s","HTTP":"","Header":null,"Method":"","Body":"","TLSServerName":"","TLSSkipVerify":false,"TCP":"","TCPUseTLS":false,"UDP":"","GRPC":"","OSService":"","GRPCUseTLS":false}"""u8;
}
