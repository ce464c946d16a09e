using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>
/// Registers one ephemeral instance of this connection, or takes it back; the connection is its life. Protocol source: Nacos 3.1
/// <c>InstanceRequestHandler</c>.
/// </summary>
internal sealed class NamingGrpcInstance(IConnectionNaming naming, InstanceIds ids, IOptions<NamingOptions> options)
    : GrpcHandler<InstanceRequest>(NamingJson.Default.InstanceRequest)
{
    private static readonly InstanceResponse Registered = new(InstanceRequest.Register);
    private static readonly InstanceResponse Deregistered = new(InstanceRequest.Deregister);

    public override NacosPermission Permission => NacosPermission.WriteNaming;

    protected override string? ParamProblem(InstanceRequest request) =>
        request.NameProblem() ?? request.Instance?.Problem(options.Value.MaxMetadataLength);

    protected override SdkResponse Refuse(int errorCode, string message) => Failed(errorCode, message);

    protected override ValueTask<SdkResponse> HandleAsync(InstanceRequest request, UnaryCall call)
    {
        if (request.BlankProblem() is { } problem) return new(NamingGrpcFailures.Illegal(problem));
        return new(request.Type switch
        {
            InstanceRequest.Register => Register(request.Key, request.Instance, call.Connection.Id),
            InstanceRequest.Deregister => Deregister(request.Key, request.Instance, call.Connection.Id),
            null => NamingGrpcFailures.Missing("type"),
            _ => NamingGrpcFailures.UnsupportedType(request.Type),
        });
    }

    private SdkResponse Register(in ServiceKey service, InstanceBody? body, string clientId)
    {
        if (body is null) return NamingGrpcFailures.MissingInstance();
        var instance = ids.Assign(body.ToInstance(), service, body.ServiceName);
        if (!instance.Ok) return NamingGrpcFailures.Answer(instance.Failure, Failed);
        var registered = naming.Register(clientId, service, instance.Value);
        return registered.Ok ? Registered : NamingGrpcFailures.Answer(registered.Failure, Failed);
    }

    /// <summary>Nacos does not look at the address: a connection has one instance in a service.</summary>
    private SdkResponse Deregister(in ServiceKey service, InstanceBody? body, string clientId)
    {
        if (body is null) return NamingGrpcFailures.MissingInstance();
        var deregistered = naming.Deregister(clientId, service);
        return deregistered.Ok ? Deregistered : NamingGrpcFailures.Answer(deregistered.Failure, Failed);
    }

    private static InstanceResponse Failed(int errorCode, string message) =>
        new(null) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };
}
