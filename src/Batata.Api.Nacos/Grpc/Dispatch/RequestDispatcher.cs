using System.Collections.Frozen;
using Batata.Api.Nacos.Audit;
using Batata.Api.Nacos.Core.Metrics;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Limits;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Metadata = Batata.Api.Nacos.Grpc.Wire.Metadata;

namespace Batata.Api.Nacos.Grpc.Dispatch;

/// <summary>Unary calls. The order of the checks is Nacos' (nacos-grpc §2.6); the gRPC status is OK in all cases.</summary>
internal sealed partial class RequestDispatcher(
    IEnumerable<GrpcHandler> handlers,
    ClientConnections connections,
    INodeState node,
    GrpcGate gate,
    NamespaceCheck namespaces,
    FrontAudit audit,
    CallLimits limits,
    GrpcTimings timings,
    IOptions<NacosOptions> options,
    ILogger<RequestDispatcher> log)
{
    private const int OverThreshold = 503;
    private const string ServerCheck = "ServerCheckRequest";

    // Between servers only, in Nacos; ours speak another protocol.
    private static readonly FrozenSet<string> ClusterOnly =
    [
        "ServerLoaderInfoRequest", "ServerReloadRequest", "DistroDataRequest", "MemberReportRequest", "ConfigChangeClusterSyncRequest",
    ];

    private readonly FrozenDictionary<string, GrpcHandler> _handlers = handlers.ToFrozenDictionary(h => h.RequestType);
    private readonly GrpcFilters _filters = new(options.Value.ParamCheck, gate, namespaces, audit, limits.CountsUsers ? limits : null);
    private readonly CallLimits? _limits = limits.IsOn ? limits : null;

    public Task<SdkResponse> DispatchAsync(Payload payload, ServerCallContext context)
    {
        if (SdkMethods.IsBroken(payload)) throw SdkMethods.NoPayload;
        return AnswerAsync(payload, connections.Of(context.GetHttpContext()), context.CancellationToken).AsTask();
    }

    private ValueTask<SdkResponse> AnswerAsync(Payload payload, ClientConnection connection, CancellationToken aborted)
    {
        var metadata = payload.Metadata ?? new Metadata();
        var type = metadata.Type;
        if (ClusterOnly.Contains(type)) return Error(ErrorResponse.BadGateway, $" invoke {type} from sdk is forbidden");
        // While the server stops, those who are connected are served until they have moved; nobody new is let in.
        if (!node.FirstReady.IsCompletedSuccessfully || (connections.Stopping && type == ServerCheck))
            return Error(ErrorResponse.Starting, "Server is starting,please try later.");
        if (type == ServerCheck)
        {
            if (!connection.IsRegistered) connection.Touch();
            return new(new ServerCheckResponse(connection.Id));
        }
        if (!_handlers.TryGetValue(type, out var handler)) return Error(ErrorResponse.NoHandler, "RequestHandler Not Found");
        if (!connection.IsRegistered) return Error(ErrorResponse.Unregistered, "Connection is unregistered.");
        return HandleAsync(handler, payload, new UnaryCall(connection, connection.Info!, metadata, aborted));
    }

    private async ValueTask<SdkResponse> HandleAsync(GrpcHandler handler, Payload payload, UnaryCall call)
    {
        var begun = timings.Begin();
        var response = await GuardAsync(handler, payload, call);
        timings.Record(begun, handler, response);
        return response;
    }

    private async ValueTask<SdkResponse> GuardAsync(GrpcHandler handler, Payload payload, UnaryCall call)
    {
        try
        {
            var answer = _limits?.Refuse(handler.RequestType, handler.Permission, call.Connection.Key) is { } refused
                ? handler.RefuseWith(OverThreshold, "Tps Flow restricted:" + refused)
                : await handler.HandleAsync(payload, call, _filters);
            // Whoever decided on it, so that a client that tries again at once is slowed down (nacos-grpc §2.6).
            if (answer.ErrorCode == OverThreshold) await limits.HoldAsync(call.Aborted);
            return answer;
        }
        catch (UnavailableException e)
        {
            return ErrorResponse.OfHandler(SdkResponse.Failed, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !call.Aborted.IsCancellationRequested)
        {
            LogFailed(e, handler.RequestType, call.Connection.Id);
            return ErrorResponse.OfHandler(SdkResponse.Failed, "server error");
        }
    }

    private static ValueTask<SdkResponse> Error(int code, string message) => new(ErrorResponse.Of(code, message));

    [LoggerMessage(EventId = 2021, Level = LogLevel.Error, Message = "{RequestType} of {ConnectionId} failed")]
    private partial void LogFailed(Exception exception, string requestType, string connectionId);
}
