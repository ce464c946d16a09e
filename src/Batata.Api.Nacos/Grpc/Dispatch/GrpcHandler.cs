using System.Text.Json.Serialization.Metadata;
using Batata.Api.Nacos.Audit;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Limits;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Application.Audit;
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
internal sealed record GrpcFilters(bool CheckParams, GrpcGate Gate, NamespaceCheck Namespaces, FrontAudit Audit, CallLimits? UserLimits);

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
        return filters.Audit.Begin(this) is { } trail ? FollowAsync(request, call with { Trail = trail }, filters, trail) : JudgeAsync(request, call, filters);
    }

    private ValueTask<SdkResponse> JudgeAsync(TRequest request, UnaryCall call, GrpcFilters filters)
    {
        if (filters.CheckParams && ParamProblem(request) is { } problem) return new(Refuse(400, "Param check invalid:" + problem));
        if (!filters.Gate.Guards(Permission)) return HandleAsync(request, call, filters);
        return filters.Gate.FindKnown(request, call) is { } caller ? HandleAsync(request, call, filters, caller) : HandleUnknownAsync(request, call, filters);
    }

    private async ValueTask<SdkResponse> FollowAsync(TRequest request, UnaryCall call, GrpcFilters filters, AuditTrail trail)
    {
        var began = filters.Audit.Now();
        SdkResponse? answer = null;
        try
        {
            return answer = await JudgeAsync(request, call, filters);
        }
        finally
        {
            filters.Audit.End(trail, call, RequestType, request.Subject(), answer, began);
        }
    }

    private async ValueTask<SdkResponse> HandleUnknownAsync(TRequest request, UnaryCall call, GrpcFilters filters)
    {
        var identified = await filters.Gate.IdentifyAsync(request, call);
        return identified.Ok ? await HandleAsync(request, call, filters, identified.Value) : Refuse(request, call, filters, identified.Failure);
    }

    private ValueTask<SdkResponse> HandleAsync(TRequest request, UnaryCall call, GrpcFilters filters, Caller caller)
    {
        if (call.Trail is { } trail) trail.User = caller.Name;
        if (filters.UserLimits?.IsWithinRates(Permission, caller) == false) return new(Refuse(503, "Tps Flow restricted:" + CallLimits.TooMany));
        return request.IsAllowed(caller, Permission) ? HandleAsync(request, call with { Caller = caller }, filters) : new(Refuse(request, call with { Caller = caller }, filters, IdentityFailures.Denied));
    }

    private ValueTask<SdkResponse> HandleAsync(TRequest request, UnaryCall call, GrpcFilters filters) =>
        filters.Namespaces.IsOn ? HandleCheckedAsync(request, call, filters.Namespaces) : HandleAsync(request, call);

    private async ValueTask<SdkResponse> HandleCheckedAsync(TRequest request, UnaryCall call, NamespaceCheck namespaces) =>
        await namespaces.ProblemAsync(request, call.Aborted) is { } problem ? Refuse(NamespaceCheck.NotThere, problem) : await HandleAsync(request, call);

    /// <summary>Who is turned away is kept, whatever he wanted.</summary>
    private SdkResponse Refuse(TRequest request, UnaryCall call, GrpcFilters filters, Failure failure)
    {
        var answer = Refuse(403, CallerErrors.Text(failure));
        if (filters.Audit.Denied(call.Trail, failure) is { } trail && call.Trail is null)
        {
            trail.User = call.Caller.Name;
            filters.Audit.End(trail, call, RequestType, request.Subject(), answer, filters.Audit.Now());
        }
        return answer;
    }

    public sealed override SdkResponse RefuseWith(int errorCode, string message) => Refuse(errorCode, message);

    /// <summary>What the parameter check says, if anything. Protocol source: Nacos 3.1 <c>RemoteParamCheckFilter</c>.</summary>
    protected virtual string? ParamProblem(TRequest request) => null;

    /// <summary>A failure in the handler's own response type, which SDKs do not try again.</summary>
    protected abstract SdkResponse Refuse(int errorCode, string message);

    protected abstract ValueTask<SdkResponse> HandleAsync(TRequest request, UnaryCall call);
}
