using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>Reads a service; one that there is not is empty. Any connection may. Protocol source: Nacos 3.1 <c>ServiceQueryRequestHandler</c>.</summary>
internal sealed class NamingGrpcQuery(ServiceAnswers services) : GrpcHandler<ServiceQueryRequest>(NamingJson.Default.ServiceQueryRequest)
{
    public override NacosPermission Permission => NacosPermission.ReadNaming;

    protected override string? ParamProblem(ServiceQueryRequest request) => request.NameProblem() ?? NamingParameters.ClustersProblem(request.Cluster);

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new QueryServiceResponse(null) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override ValueTask<SdkResponse> HandleAsync(ServiceQueryRequest request, UnaryCall call) =>
        new(new QueryServiceResponse(services.Of(request.Key, request.Cluster ?? "", call.Client.Version, request.HealthyOnly)));
}
