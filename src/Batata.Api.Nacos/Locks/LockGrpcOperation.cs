using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Application.Locks;
using Batata.Domain.Locks;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Locks;

/// <summary>
/// Takes locks and gives them back; connections of any module may, without a login, and their end frees nothing. Protocol source: Nacos 3.1
/// <c>LockRequestHandler</c>.
/// </summary>
internal sealed class LockGrpcOperation(IMediator mediator, LockCounters counters) : GrpcHandler<LockOperationRequest>(LockJson.Default.LockOperationRequest)
{
    /// <summary>The only one there is in Nacos 3.1.</summary>
    private const string MutexType = "NACOS_LOCK";

    private static readonly LockOperationResponse Yes = new(true);
    private static readonly LockOperationResponse No = new(false);

    public override NacosPermission Permission => OpenAccess.Locks;

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new LockOperationResponse(false) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override async ValueTask<SdkResponse> HandleAsync(LockOperationRequest request, UnaryCall call)
    {
        // Nacos 3.x: these two have error code 0, though they are failures.
        if (request.LockOperationEnum is not { } operation || operation is not (LockOperation.Acquire or LockOperation.Release)) return Refuse(0, "There is no Handler of such operations!");
        counters.Asked(operation);
        if (request.LockInstance is not { } wanted) return ErrorResponse.OfHandler(SdkResponse.Failed, "lockInstance is missing");
        if (wanted.LockType != MutexType) return Refuse(0, $"there are no locks of type {wanted.LockType ?? "null"}");
        var done = operation == LockOperation.Acquire
            ? await mediator.Send(new AcquireLock(wanted.Key ?? "", wanted.ExpiredTime), call.Aborted)
            : await mediator.Send(new ReleaseLock(wanted.Key ?? ""), call.Aborted);
        if (done.Ok) counters.Answered(operation);
        return done.Ok ? done.Value ? Yes : No : Answer(done.Failure);
    }

    private SdkResponse Answer(Failure failure) => failure switch
    {
        { Code: LockFailures.KeyCode } => Refuse(400, failure.Message),
        { Code: LockFailures.TooManyCode } => Refuse(503, failure.Message),
        // SDKs try again after an ErrorResponse: right while nothing was written. After a write of unknown fate it would find its own lock taken.
        { Kind: FailureKind.Unavailable } => ErrorResponse.OfHandler(SdkResponse.Failed, failure.Message),
        _ => Refuse(SdkResponse.Failed, failure.Message),
    };
}
