using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>
/// Starts and ends a subscription; both answer with the service as it is. What changes later, and once more what is now, is pushed.
/// Protocol source: Nacos 3.1 <c>SubscribeServiceRequestHandler</c>.
/// </summary>
internal sealed class NamingGrpcSubscribe(IConnectionNaming naming, ServiceAnswers services, BatchRegistration batches)
    : GrpcHandler<SubscribeServiceRequest>(NamingJson.Default.SubscribeServiceRequest)
{
    public override NacosPermission Permission => NacosPermission.ReadNaming;

    protected override string? ParamProblem(SubscribeServiceRequest request) =>
        IsBatch(request) ? batches.Problem(request) : request.NameProblem() ?? NamingParameters.ClustersProblem(request.Clusters);

    protected override SdkResponse Refuse(int errorCode, string message) => Failed(errorCode, message);

    protected override ValueTask<SdkResponse> HandleAsync(SubscribeServiceRequest request, UnaryCall call)
    {
        if (IsBatch(request)) return new(batches.Handle(request, call));
        if (request.BlankProblem() is { } problem) return new(NamingGrpcFailures.Illegal(problem));
        var service = request.Key;
        // First the subscription and then the answer: a change in between is told twice rather than never.
        var done = request.Subscribe
            ? naming.Subscribe(call.Connection.Id, service, SubscriberOf(request, call))
            : naming.Unsubscribe(call.Connection.Id, service);
        if (!done.Ok) return new(NamingGrpcFailures.Answer(done.Failure, Failed));
        return new(new SubscribeServiceResponse(services.Of(service, request.Clusters, call.Client.Version)) { Message = "success" });
    }

    private static bool IsBatch(SubscribeServiceRequest request) => request.Type == BatchInstanceRequest.Register;

    private static Subscriber SubscriberOf(SubscribeServiceRequest request, in UnaryCall call)
    {
        var client = call.Client;
        var app = client.AppName ?? call.Header(request, "app") ?? "unknown";
        return new Subscriber(client.Ip, client.Version, app, client.Ip, 0, request.Clusters);
    }

    private static SubscribeServiceResponse Failed(int errorCode, string message) =>
        new(null) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };
}
