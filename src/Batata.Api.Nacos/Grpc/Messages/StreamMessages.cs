using System.Text.Json.Serialization;
using Batata.Api.Nacos.Grpc.Codec;

namespace Batata.Api.Nacos.Grpc.Messages;

/// <summary>The first message of a stream. Protocol source: Nacos 3.1 <c>ConnectionSetupRequest</c>.</summary>
internal sealed class ConnectionSetupRequest
{
    public string? ClientVersion { get; set; }

    /// <summary>Namespace of the client; for people only.</summary>
    public string? Tenant { get; set; }

    public Dictionary<string, string?>? Labels { get; set; }

    /// <summary>Not null, though it may be empty: the client waits for a <see cref="SetupAckRequest"/>.</summary>
    public Dictionary<string, bool>? AbilityTable { get; set; }
}

/// <summary>A response that comes on the stream: the acknowledgement of a push, whatever its type.</summary>
internal sealed class PushAck
{
    public string? RequestId { get; set; }

    /// <summary>The only member that tells success: Go leaves <c>success</c> false.</summary>
    public int ResultCode { get; set; } = SdkResponse.Succeeded;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientStringConverter), typeof(LenientBooleanConverter), typeof(LenientIntConverter)])]
[JsonSerializable(typeof(HealthCheckRequest))]
[JsonSerializable(typeof(ConnectionSetupRequest))]
[JsonSerializable(typeof(PushAck))]
internal sealed partial class CoreJson : JsonSerializerContext;
