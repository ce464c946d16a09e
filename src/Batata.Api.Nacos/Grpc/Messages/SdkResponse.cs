using System.Text.Json;

namespace Batata.Api.Nacos.Grpc.Messages;

/// <summary>
/// What every answer holds. SDKs read different parts of it (<c>resultCode</c>, <c>errorCode</c>, <c>success</c>), so all three always agree.
/// Protocol source: Nacos 3.1 <c>Response</c>.
/// </summary>
internal abstract class SdkResponse
{
    public const int Succeeded = 200;
    public const int Failed = 500;

    public int ResultCode { get; init; } = Succeeded;

    /// <summary>0 on success.</summary>
    public int ErrorCode { get; init; }

    public string? Message { get; init; }

    public abstract PayloadType PayloadType { get; }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("resultCode"u8, ResultCode);
        json.WriteNumber("errorCode"u8, ErrorCode);
        if (Message is not null) json.WriteString("message"u8, Message);
        WriteMembers(json);
        json.WriteBoolean("success"u8, ResultCode == Succeeded);
        json.WriteEndObject();
    }

    protected virtual void WriteMembers(Utf8JsonWriter json)
    {
    }
}
