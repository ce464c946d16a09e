using Batata.Api.Nacos.Grpc.Messages;

namespace Batata.Api.Nacos.Grpc.Dispatch;

/// <summary>The beat of a connection. Protocol source: Nacos 3.1 <c>HealthCheckRequestHandler</c>.</summary>
internal sealed class HealthCheckHandler() : GrpcHandler<HealthCheckRequest>(CoreJson.Default.HealthCheckRequest)
{
    private static readonly HealthCheckResponse Alive = new();

    public override RequestPermission Permission => RequestPermission.Open;

    protected override NacosResponse Refuse(int errorCode, string message) =>
        new HealthCheckResponse { ResultCode = NacosResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override ValueTask<NacosResponse> HandleAsync(HealthCheckRequest request, UnaryCall call) => new(Alive);
}
