using System.Text.Json;
using Batata.Api.Consul.Catalog;
using Batata.Api.Consul.Http;
using Batata.Api.Consul.KeyValue;
using Batata.Application.Transactions;

namespace Batata.Api.Consul.Transactions;

/// <summary>What a transaction answers; one that only read says how fresh it is, as Go writes the embedded fields.</summary>
internal static class TransactionJson
{
    /// <param name="contact">Null for a transaction with writes.</param>
    public static ReadOnlyMemory<byte> Write(TransactionOutcome outcome, LeaderContact? contact, string datacenter, bool pretty) => ConsulJson.Write(pretty, json =>
    {
        json.WriteStartObject();
        if (outcome.Ok) WriteResults(json, outcome.Results, datacenter);
        else json.WriteNull("Results"u8);
        if (outcome.Ok) json.WriteNull("Errors"u8);
        else WriteErrors(json, outcome.Errors);
        if (contact is { } fresh)
        {
            json.WriteNumber("Index"u8, 1); // Consul 1.x: what clients take for an index must not be 0, and this is none
            json.WriteNumber("LastContact"u8, fresh.AgoMs * 1_000_000);
            json.WriteBoolean("KnownLeader"u8, fresh.Known);
            json.WriteString("ConsistencyLevel"u8, ""u8);
            json.WriteBoolean("NotModified"u8, false);
            json.WriteNumber("Backend"u8, 0);
            json.WriteBoolean("ResultsFilteredByACLs"u8, false);
        }
        json.WriteEndObject();
    });

    private static void WriteResults(Utf8JsonWriter json, IReadOnlyList<TransactionResult> results, string datacenter)
    {
        json.WriteStartArray("Results"u8);
        foreach (var result in results)
        {
            json.WriteStartObject();
            if (result.Key is { } key)
            {
                json.WritePropertyName("KV"u8);
                KeyJson.Write(json, key);
            }
            else if (result.Node is { } node)
            {
                json.WritePropertyName("Node"u8);
                NodeJson.Write(json, node, datacenter);
            }
            else if (result.Service is { } service)
            {
                json.WritePropertyName("Service"u8);
                ServiceJson.WriteNodeService(json, service, noneIsNull: true);
            }
            else if (result.Check is { } check)
            {
                json.WritePropertyName("Check"u8);
                CheckJson.Write(json, check, noneIsNull: true);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<TransactionError> errors)
    {
        json.WriteStartArray("Errors"u8);
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteNumber("OpIndex"u8, error.Operation);
            json.WriteString("What"u8, error.What);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
