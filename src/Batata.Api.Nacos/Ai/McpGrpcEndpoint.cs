using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Ai;
using Batata.Application.Naming;
using Batata.Domain.Ai;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Ai;

/// <summary>
/// One address that serves a version, as an ephemeral instance of this connection, or its end. Protocol source: Nacos 3.1 <c>McpServerEndpointRequestHandler</c>.
/// </summary>
internal sealed class McpGrpcEndpoint(McpReads servers, IConnectionNaming naming) : GrpcHandler<McpServerEndpointRequest>(McpGrpcJson.Default.McpServerEndpointRequest)
{
    private const string VersionKey = "_mcp_server_version";

    private static readonly McpServerEndpointResponse Registered = new(McpServerEndpointRequest.Register);
    private static readonly McpServerEndpointResponse Deregistered = new(McpServerEndpointRequest.Deregister);

    public override NacosPermission Permission => NacosPermission.WriteAi;

    protected override string? ParamProblem(McpServerEndpointRequest request) => McpGrpc.ParamProblem(request);

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new McpServerEndpointResponse(null) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override async ValueTask<SdkResponse> HandleAsync(McpServerEndpointRequest request, UnaryCall call)
    {
        if (string.IsNullOrWhiteSpace(request.McpName)) return Refuse(400, McpGrpc.NamelessText);
        if ((NamingParameters.IpProblem(request.Address) ?? (request.Port is < 0 or > ushort.MaxValue ? "port should be between 0 and 65535" : null)) is { } problem) return Refuse(400, problem);
        var service = await FindServiceAsync(request, call.Aborted);
        if (!service.Ok) return McpGrpc.Answer(service.Failure, Refuse);
        var (done, answer) = request.Type switch
        {
            McpServerEndpointRequest.Register => (naming.Register(call.Connection.Id, service.Value, InstanceOf(request)), Registered),
            McpServerEndpointRequest.Deregister => (naming.Deregister(call.Connection.Id, service.Value), Deregistered),
            _ => (UnknownType(request.Type), Deregistered),
        };
        return done.Ok ? answer : McpGrpc.Answer(done.Failure, Refuse);
    }

    private static Outcome<Done> UnknownType(string? type) =>
        McpFailures.Invalid($"parameter `type` should be {McpServerEndpointRequest.Register} or {McpServerEndpointRequest.Deregister}, but was {type ?? "null"}");

    private async Task<Outcome<ServiceKey>> FindServiceAsync(McpServerEndpointRequest request, CancellationToken cancellationToken)
    {
        if (await servers.ResolveAsync(request.Namespace, null, request.McpName, cancellationToken) is not { } id) return McpFailures.NameNotFound(request.McpName!, request.Namespace);
        var found = await servers.FindAsync(request.Namespace, id, null, request.Version, cancellationToken);
        if (!found.Ok) return found.Failure;
        return McpReads.RegistersAt(found.Value) is { GroupName: { } group, ServiceName: { } name }
            ? new ServiceKey(request.Namespace, group, name)
            : McpFailures.NoEndpointService();
    }

    private static Instance InstanceOf(McpServerEndpointRequest request) => new()
    {
        Ip = request.Address ?? "",
        Port = request.Port,
        Metadata = ConfigV1.NotBlank(request.Version) is { } version ? Metadata.Of((VersionKey, version)) : Metadata.Empty,
    };
}
