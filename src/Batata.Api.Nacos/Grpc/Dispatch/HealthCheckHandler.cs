using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;

namespace Batata.Api.Nacos.Grpc.Dispatch;

/// <summary>The beat of a connection. Protocol source: Nacos 3.1 <c>HealthCheckRequestHandler</c>.</summary>
internal sealed class HealthCheckHandler() : GrpcHandler<HealthCheckRequest>(CoreJson.Default.HealthCheckRequest)
{
    private static readonly HealthCheckResponse Alive = new();

    public override NacosPermission Permission => OpenAccess.Connection;

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new HealthCheckResponse { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override ValueTask<SdkResponse> HandleAsync(HealthCheckRequest request, UnaryCall call) => new(Alive);
}
