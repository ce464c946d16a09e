using System.Text.Json;
using System.Text.Json.Serialization;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Messages;

namespace Batata.Api.Nacos.Locks;

/// <summary>Protocol source: Nacos 3.1 <c>LockOperationRequest</c>.</summary>
internal sealed class LockOperationRequest : SdkRequest
{
    public LockInstance? LockInstance { get; set; }

    [JsonConverter(typeof(LockOperationConverter))]
    public LockOperation? LockOperationEnum { get; set; }
}

/// <summary>Its <c>params</c> are for plug-ins: ignored.</summary>
internal sealed class LockInstance
{
    public string? Key { get; set; }

    /// <summary>Milliseconds. Absent when a lock is given back; Nacos 3.1 fails on null, which is taken for absent here.</summary>
    public long? ExpiredTime { get; set; }

    public string? LockType { get; set; }
}

internal enum LockOperation
{
    Acquire,
    Release,

    /// <summary>Known and not served.</summary>
    Expire,
}

internal sealed class LockOperationResponse(bool result) : SdkResponse
{
    private static readonly PayloadType Name = new("LockOperationResponse");

    public override PayloadType PayloadType => Name;

    protected override void WriteMembers(Utf8JsonWriter json) => json.WriteBoolean("result"u8, result);
}

/// <summary>Names of the constants, exactly; a number is their place, as Jackson has it.</summary>
internal sealed class LockOperationConverter : JsonConverter<LockOperation?>
{
    public override LockOperation? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String when reader.ValueTextEquals("ACQUIRE"u8) => LockOperation.Acquire,
        JsonTokenType.String when reader.ValueTextEquals("RELEASE"u8) => LockOperation.Release,
        JsonTokenType.String when reader.ValueTextEquals("EXPIRE"u8) => LockOperation.Expire,
        JsonTokenType.Number when reader.TryGetInt32(out var place) && place is >= 0 and <= (int)LockOperation.Expire => (LockOperation)place,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, LockOperation? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(LenientStringConverter), typeof(LenientBooleanConverter)])]
[JsonSerializable(typeof(LockOperationRequest))]
internal sealed partial class LockJson : JsonSerializerContext;
