using System.Text.Json.Serialization.Metadata;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Grpc.Dispatch;

/// <summary>Answers one type of request. Contexts register theirs; the dispatcher finds them by name.</summary>
internal abstract class GrpcHandler
{
    public abstract string RequestType { get; }

    public abstract NacosPermission Permission { get; }

    public abstract ValueTask<SdkResponse> HandleAsync(Payload payload, UnaryCall call, GrpcFilters filters);

    /// <summary>A failure in the handler's own response type, which SDKs do not try again.</summary>
    public abstract SdkResponse RefuseWith(int errorCode, string message);
}

/// <summary>What stands between a request and its handler.</summary>
internal sealed record GrpcFilters(bool CheckParams, GrpcGate Gate);

/// <param name="shape">Generated, of the body.</param>
internal abstract class GrpcHandler<TRequest>(JsonTypeInfo<TRequest> shape) : GrpcHandler
    where TRequest : SdkRequest
{
    public override string RequestType { get; } = typeof(TRequest).Name;

    public sealed override ValueTask<SdkResponse> HandleAsync(Payload payload, UnaryCall call, GrpcFilters filters)
    {
        if (!PayloadCodec.TryRead(payload, shape, out var request))
            return new(ErrorResponse.Of(ErrorResponse.BadGateway, "errCode: 101, errMsg: Nacos deserialize failed.  "));
        if (request is null) return new(ErrorResponse.Of(ErrorResponse.BadGateway, "Invalid request"));
        call.Connection.Touch();
        if (filters.CheckParams && ParamProblem(request) is { } problem) return new(Refuse(400, "Param check invalid:" + problem));
        if (!filters.Gate.Guards(Permission)) return HandleAsync(request, call);
        return filters.Gate.FindKnown(request, call) is { } caller ? HandleAsync(request, call, caller) : HandleUnknownAsync(request, call, filters.Gate);
    }

    private async ValueTask<SdkResponse> HandleUnknownAsync(TRequest request, UnaryCall call, GrpcGate gate)
    {
        var identified = await gate.IdentifyAsync(request, call);
        return identified.Ok ? await HandleAsync(request, call, identified.Value) : Refuse(identified.Failure);
    }

    private ValueTask<SdkResponse> HandleAsync(TRequest request, UnaryCall call, Caller caller) =>
        request.IsAllowed(caller, Permission) ? HandleAsync(request, call with { Caller = caller }) : new(Refuse(IdentityFailures.Denied));

    private SdkResponse Refuse(Failure failure) => Refuse(403, CallerErrors.Text(failure));

    public sealed override SdkResponse RefuseWith(int errorCode, string message) => Refuse(errorCode, message);

    /// <summary>What the parameter check says, if anything. Protocol source: Nacos 3.1 <c>RemoteParamCheckFilter</c>.</summary>
    protected virtual string? ParamProblem(TRequest request) => null;

    /// <summary>A failure in the handler's own response type, which SDKs do not try again.</summary>
    protected abstract SdkResponse Refuse(int errorCode, string message);

    protected abstract ValueTask<SdkResponse> HandleAsync(TRequest request, UnaryCall call);
}
