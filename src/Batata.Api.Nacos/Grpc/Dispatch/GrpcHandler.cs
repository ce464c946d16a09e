using System.Text.Json.Serialization.Metadata;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Grpc.Wire;

namespace Batata.Api.Nacos.Grpc.Dispatch;

/// <summary>Answers one type of request. Contexts register theirs; the dispatcher finds them by name.</summary>
internal abstract class GrpcHandler
{
    public abstract string RequestType { get; }

    public abstract NacosPermission Permission { get; }

    public abstract ValueTask<SdkResponse> HandleAsync(Payload payload, UnaryCall call, bool checkParams);
}

/// <param name="shape">Generated, of the body.</param>
internal abstract class GrpcHandler<TRequest>(JsonTypeInfo<TRequest> shape) : GrpcHandler
    where TRequest : SdkRequest
{
    public override string RequestType { get; } = typeof(TRequest).Name;

    public sealed override ValueTask<SdkResponse> HandleAsync(Payload payload, UnaryCall call, bool checkParams)
    {
        if (!PayloadCodec.TryRead(payload, shape, out var request))
            return new(ErrorResponse.Of(ErrorResponse.BadGateway, "errCode: 101, errMsg: Nacos deserialize failed.  "));
        if (request is null) return new(ErrorResponse.Of(ErrorResponse.BadGateway, "Invalid request"));
        call.Connection.Touch();
        if (checkParams && ParamProblem(request) is { } problem) return new(Refuse(400, "Param check invalid:" + problem));
        return HandleAsync(request, call);
    }

    /// <summary>What the parameter check says, if anything. Protocol source: Nacos 3.1 <c>RemoteParamCheckFilter</c>.</summary>
    protected virtual string? ParamProblem(TRequest request) => null;

    /// <summary>A failure in the handler's own response type, which SDKs do not try again.</summary>
    protected abstract SdkResponse Refuse(int errorCode, string message);

    protected abstract ValueTask<SdkResponse> HandleAsync(TRequest request, UnaryCall call);
}
