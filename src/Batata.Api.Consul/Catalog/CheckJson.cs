using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Catalog;

/// <summary>Checks as Consul shows them. Protocol source: Consul <c>structs.HealthCheck</c>.</summary>
internal static class CheckJson
{
    public static void Write(Utf8JsonWriter json, HealthCheck check) => Write(json, check, noneIsNull: false);

    /// <param name="noneIsNull">See <see cref="NodeJson.WriteList"/>.</param>
    public static void Write(Utf8JsonWriter json, HealthCheck check, bool noneIsNull)
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
        NodeJson.WriteList(json, "ServiceTags"u8, check.ServiceTags, noneIsNull);
        json.WriteString("Type"u8, check.Type);
        json.WriteString("Interval"u8, check.Interval);
        json.WriteString("Timeout"u8, check.Timeout);
        json.WriteNumber("ExposedPort"u8, check.ExposedPort);
        json.WritePropertyName("Definition"u8);
        ConsulJson.WriteRaw(json, check.DefinitionJson);
        json.WriteNumber("CreateIndex"u8, check.CreateIndex);
        json.WriteNumber("ModifyIndex"u8, check.ModifyIndex);
        json.WriteEndObject();
    }
}
