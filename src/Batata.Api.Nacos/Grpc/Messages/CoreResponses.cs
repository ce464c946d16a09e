using System.Text.Json;

namespace Batata.Api.Nacos.Grpc.Messages;

/// <summary>Protocol source: Nacos 3.1 <c>ServerCheckResponse</c>.</summary>
internal sealed class ServerCheckResponse(string connectionId) : SdkResponse
{
    private static readonly PayloadType Type = new("ServerCheckResponse");

    public override PayloadType PayloadType => Type;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("connectionId"u8, connectionId);
        json.WriteBoolean("supportAbilityNegotiation"u8, true);
    }
}

internal sealed class HealthCheckResponse : SdkResponse
{
    private static readonly PayloadType Type = new("HealthCheckResponse");

    public override PayloadType PayloadType => Type;
}

/// <summary>
/// The request never got to its handler, or the handler failed. SDKs try again and then reconnect: a business refusal belongs in the
/// handler's own response type (nacos-grpc §2.11).
/// </summary>
internal sealed class ErrorResponse : SdkResponse
{
    /// <summary>Nacos: <c>INVALID_SERVER_STATUS</c>.</summary>
    public const int Starting = 300;

    /// <summary>Nacos: <c>UN_REGISTER</c>.</summary>
    public const int Unregistered = 301;

    /// <summary>Nacos: <c>NO_HANDLER</c>.</summary>
    public const int NoHandler = 302;

    /// <summary>Nacos: <c>BAD_GATEWAY</c>.</summary>
    public const int BadGateway = 502;

    private static readonly PayloadType Type = new("ErrorResponse");

    public override PayloadType PayloadType => Type;

    /// <summary>From the dispatcher, before the handler ran.</summary>
    public static ErrorResponse Of(int errorCode, string message) => new() { ResultCode = Failed, ErrorCode = errorCode, Message = message };

    /// <summary>From a handler that gave up: both codes are that of the failure.</summary>
    public static ErrorResponse OfHandler(int code, string message) => new() { ResultCode = code, ErrorCode = code, Message = message };
}
