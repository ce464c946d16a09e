using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Ai;
using Batata.Domain.Ai;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Ai;

internal static class McpGrpc
{
    public const string NamelessText = "parameters `mcpName` can't be empty or null";

    public static IServiceCollection AddMcpGrpc(this IServiceCollection services) => services
        .AddSingleton<GrpcHandler, McpGrpcQuery>()
        .AddSingleton<GrpcHandler, McpGrpcRelease>()
        .AddSingleton<GrpcHandler, McpGrpcEndpoint>();

    public static string? ParamProblem(McpRequest request) => NameRules.NamespaceProblem(request.NamespaceId) ?? NameRules.McpNameProblem(request.McpName);

    /// <param name="refuse">Makes a failure of the handler's own response type.</param>
    public static SdkResponse Answer(Failure failure, Func<int, string, SdkResponse> refuse) => failure.Kind switch
    {
        FailureKind.Invalid => refuse(400, failure.Message),
        FailureKind.NotFound => refuse(404, failure.Message),
        FailureKind.Conflict => refuse(409, failure.Message),
        // Nothing was written: trying again, which SDKs do after an ErrorResponse, is right.
        FailureKind.Unavailable => ErrorResponse.OfHandler(SdkResponse.Failed, failure.Message),
        _ => refuse(SdkResponse.Failed, failure.Message),
    };
}

/// <summary>One version of a server, with those who serve it now; clients ask every ten seconds. Protocol source: Nacos 3.1 <c>QueryMcpServerRequestHandler</c>.</summary>
internal sealed class McpGrpcQuery(McpReads servers) : GrpcHandler<QueryMcpServerRequest>(McpGrpcJson.Default.QueryMcpServerRequest)
{
    public override NacosPermission Permission => NacosPermission.ReadAi;

    protected override string? ParamProblem(QueryMcpServerRequest request) => McpGrpc.ParamProblem(request);

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new QueryMcpServerResponse(null) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override async ValueTask<SdkResponse> HandleAsync(QueryMcpServerRequest request, UnaryCall call)
    {
        if (string.IsNullOrWhiteSpace(request.McpName)) return Refuse(400, McpGrpc.NamelessText);
        if (await servers.ResolveAsync(request.Namespace, null, request.McpName, call.Aborted) is not { } id)
            return McpGrpc.Answer(McpFailures.NameNotFound(request.McpName, request.Namespace), Refuse);
        var found = await servers.FindAsync(request.Namespace, id, null, request.Version, call.Aborted);
        if (found.Ok) return new QueryMcpServerResponse(found.Value);
        // Nacos 3.x: an exception that this handler does not catch, unlike the others of the registry.
        return found.Failure.Kind == FailureKind.NotFound ? ErrorResponse.OfHandler(404, found.Failure.Message) : McpGrpc.Answer(found.Failure, Refuse);
    }
}

/// <summary>A new server, or a new version of one. Protocol source: Nacos 3.1 <c>ReleaseMcpServerRequestHandler</c>.</summary>
internal sealed class McpGrpcRelease(McpWrites servers) : GrpcHandler<ReleaseMcpServerRequest>(McpGrpcJson.Default.ReleaseMcpServerRequest)
{
    public override NacosPermission Permission => NacosPermission.WriteAi;

    protected override string? ParamProblem(ReleaseMcpServerRequest request) => McpGrpc.ParamProblem(request);

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new ReleaseMcpServerResponse(null) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override async ValueTask<SdkResponse> HandleAsync(ReleaseMcpServerRequest request, UnaryCall call)
    {
        if (request.ServerSpecification is not { } server) return Refuse(400, "Required parameter 'serverSpecification' type McpServerBasicInfo is not present");
        if (string.IsNullOrEmpty(server.Name)) return Refuse(400, "Required parameter 'serverSpecification.name' type String is not present");
        if (string.IsNullOrWhiteSpace(server.VersionDetail?.Version)) return Refuse(400, "Required parameter `serverSpecification.versionDetail.version` not present");
        var author = new ConfigAuthor(ConfigV1.NotBlank(call.Caller.Name) ?? "nacos", call.Client.Ip);
        var released = await servers.ReleaseAsync(new McpWriting(request.Namespace, server, request.ToolSpecification, null, author), call.Aborted);
        return released.Ok ? new ReleaseMcpServerResponse(released.Value) : McpGrpc.Answer(released.Failure, Refuse);
    }
}
