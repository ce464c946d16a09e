using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>
/// Registers an instance that outlives the connection, one for each address, or takes it back: anybody may. Protocol source: Nacos 3.1
/// <c>PersistentInstanceRequestHandler</c>.
/// </summary>
internal sealed class NamingGrpcPersistent(IMediator mediator, InstanceIds ids, IOptions<NamingOptions> options)
    : GrpcHandler<PersistentInstanceRequest>(NamingJson.Default.PersistentInstanceRequest)
{
    private static readonly InstanceResponse Registered = new(InstanceRequest.Register);
    private static readonly InstanceResponse Deregistered = new(InstanceRequest.Deregister);

    public override NacosPermission Permission => NacosPermission.WriteNaming;

    protected override string? ParamProblem(PersistentInstanceRequest request) =>
        request.NameProblem() ?? request.Instance?.Problem(options.Value.MaxMetadataLength);

    protected override SdkResponse Refuse(int errorCode, string message) => Failed(errorCode, message);

    protected override ValueTask<SdkResponse> HandleAsync(PersistentInstanceRequest request, UnaryCall call)
    {
        if (request.BlankProblem() is { } problem) return new(NamingGrpcFailures.Illegal(problem));
        if (request.Type is null) return new(NamingGrpcFailures.Missing("type"));
        if (request.Type is not (InstanceRequest.Register or InstanceRequest.Deregister)) return new(NamingGrpcFailures.UnsupportedType(request.Type));
        if (request.Instance is not { } body) return new(NamingGrpcFailures.MissingInstance());
        return request.Type == InstanceRequest.Register
            ? RegisterAsync(request.Key, body, call.Aborted)
            : DeregisterAsync(request.Key, body, call.Aborted);
    }

    private async ValueTask<SdkResponse> RegisterAsync(ServiceKey service, InstanceBody body, CancellationToken aborted)
    {
        var instance = ids.Assign(body.ToInstance(), service, body.ServiceName);
        if (!instance.Ok) return NamingGrpcFailures.Answer(instance.Failure, Failed);
        var registered = await mediator.Send(new RegisterPersistentInstance(service, instance.Value), aborted);
        return registered.Ok ? Registered : NamingGrpcFailures.Answer(registered.Failure, Failed);
    }

    private async ValueTask<SdkResponse> DeregisterAsync(ServiceKey service, InstanceBody body, CancellationToken aborted)
    {
        var deregistered = await mediator.Send(new DeregisterPersistentInstance(service, body.Ip ?? "", body.Port), aborted);
        return deregistered.Ok ? Deregistered : NamingGrpcFailures.Answer(deregistered.Failure, Failed);
    }

    private static InstanceResponse Failed(int errorCode, string message) =>
        new(null) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };
}
