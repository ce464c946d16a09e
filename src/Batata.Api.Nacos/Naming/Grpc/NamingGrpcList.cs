using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>
/// Names of the services of one group, page by page; the selector of the request is ignored. Protocol source: Nacos 3.1
/// <c>ServiceListRequestHandler</c>.
/// </summary>
internal sealed class NamingGrpcList(IServiceNames services) : GrpcHandler<ServiceListRequest>(NamingJson.Default.ServiceListRequest)
{
    public override NacosPermission Permission => NacosPermission.ReadNaming;

    protected override string? ParamProblem(ServiceListRequest request) => request.NameProblem();

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new ServiceListResponse(0, null) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override ValueTask<SdkResponse> HandleAsync(ServiceListRequest request, UnaryCall call)
    {
        var found = services.List(request.Namespace ?? "", request.GroupName ?? "", request.PageNo, request.PageSize);
        return new(new ServiceListResponse(found.Count, found.Page));
    }
}
