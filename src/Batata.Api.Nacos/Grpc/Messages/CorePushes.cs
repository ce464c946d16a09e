using System.Text.Json;

namespace Batata.Api.Nacos.Grpc.Messages;

/// <summary>Answers a set-up that named its abilities; nobody acknowledges it. C# stops reading its stream on it, so it goes to nobody else.</summary>
internal sealed class SetupAckRequest : ServerPush
{
    public override string Type => "SetupAckRequest";

    /// <summary>Protocol source: Nacos 3.1 <c>ServerAbilities</c>. SDKs refuse by themselves what is missing here.</summary>
    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteStartObject("abilityTable"u8);
        json.WriteBoolean("supportPersistentInstanceByGrpc"u8, true);
        json.WriteBoolean("fuzzyWatch"u8, true);
        json.WriteBoolean("lock"u8, true);
        json.WriteBoolean("mcp"u8, true);
        json.WriteEndObject();
    }
}

/// <summary>Asks an idle client whether it is still there.</summary>
internal sealed class ClientDetectionRequest : ServerPush
{
    public override string Type => "ClientDetectionRequest";
}

/// <summary>Asks a client to move to another server.</summary>
/// <param name="serverIp">Null when any other will do.</param>
/// <param name="serverPort">Main port, as text: the client adds 1000.</param>
internal sealed class ConnectResetRequest(string? serverIp = null, string? serverPort = null, string? connectionId = null) : ServerPush
{
    public override string Type => "ConnectResetRequest";

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        if (serverIp is not null) json.WriteString("serverIp"u8, serverIp);
        if (serverPort is not null) json.WriteString("serverPort"u8, serverPort);
        if (connectionId is not null) json.WriteString("connectionId"u8, connectionId);
    }
}
