using System.Text.Json;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Push;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>Asks the connected clients of an address what they hold of a config. Protocol source: Nacos 3.1 <c>ClientMetricsController</c>.</summary>
internal sealed class ConfigGrpcMetrics(ClientConnections connections, ClientQuestions questions) : IConfigClientMetrics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task CollectAsync(string ip, ConfigKey key, IDictionary<string, JsonElement> metrics, CancellationToken cancellationToken)
    {
        var asked = connections.All()
            .Where(connection => connection.Info is { FromSdk: true } info && info.Ip == ip)
            .Select(connection => questions.AskAsync(connection, new ClientConfigMetricRequest(key), Patience))
            .ToList();
        foreach (var answer in await Task.WhenAll(asked).WaitAsync(cancellationToken))
        {
            if (answer is { Accepted: true, Payload: { } payload }) Take(payload.Body.Value.Memory, metrics);
        }
    }

    private static void Take(ReadOnlyMemory<byte> json, IDictionary<string, JsonElement> metrics)
    {
        var reader = new Utf8JsonReader(json.Span); // it was read once already, to find out whether the push was accepted
        using var answer = JsonDocument.ParseValue(ref reader);
        if (!answer.RootElement.TryGetProperty("metrics"u8, out var found) || found.ValueKind != JsonValueKind.Object) return;
        foreach (var metric in found.EnumerateObject()) metrics[metric.Name] = metric.Value.Clone();
    }
}

/// <summary>Asks for the cached and the saved content of one config.</summary>
internal sealed class ClientConfigMetricRequest(ConfigKey key) : ServerPush
{
    public override string Type => "ClientConfigMetricRequest";

    protected override string Module => "config";

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteStartArray("metricsKeys"u8);
        foreach (var type in (ReadOnlySpan<string>)["cacheData", "snapshotData"])
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteString("key"u8, key.ToGroupKey());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
