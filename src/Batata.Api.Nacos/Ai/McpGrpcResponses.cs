using System.Text.Json;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Application.Ai;

namespace Batata.Api.Nacos.Ai;

// Protocol source: Nacos 3.1, the classes of the same names in api/ai/remote/response.

internal sealed class QueryMcpServerResponse(McpServerDetail? detail) : SdkResponse
{
    private static readonly PayloadType Name = new("QueryMcpServerResponse");

    public override PayloadType PayloadType => Name;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        if (detail is null) return;
        json.WritePropertyName("mcpServerDetailInfo"u8);
        JsonSerializer.Serialize(json, detail, McpGrpcJson.Default.McpServerDetail);
    }
}

internal sealed class ReleaseMcpServerResponse(string? mcpId) : SdkResponse
{
    private static readonly PayloadType Name = new("ReleaseMcpServerResponse");

    public override PayloadType PayloadType => Name;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        if (mcpId is not null) json.WriteString("mcpId"u8, mcpId);
    }
}

internal sealed class McpServerEndpointResponse(string? type) : SdkResponse
{
    private static readonly PayloadType Name = new("McpServerEndpointResponse");

    public override PayloadType PayloadType => Name;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        if (type is not null) json.WriteString("type"u8, type);
    }
}
