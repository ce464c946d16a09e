using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>Replaces all that this connection has in a service. Protocol source: Nacos 3.1 <c>BatchInstanceRequestHandler</c>.</summary>
internal sealed class NamingGrpcBatch(BatchRegistration batches) : GrpcHandler<BatchInstanceRequest>(NamingJson.Default.BatchInstanceRequest)
{
    public override NacosPermission Permission => NacosPermission.WriteNaming;

    protected override string? ParamProblem(BatchInstanceRequest request) => batches.Problem(request);

    protected override SdkResponse Refuse(int errorCode, string message) => BatchRegistration.Refuse(errorCode, message);

    protected override ValueTask<SdkResponse> HandleAsync(BatchInstanceRequest request, UnaryCall call) => new(batches.Handle(request, call));
}

/// <summary>The batch registration itself, which the C# SDK sends under another name.</summary>
internal sealed class BatchRegistration(IConnectionNaming naming, InstanceIds ids, IOptions<NamingOptions> options)
{
    private static readonly BatchInstanceResponse Registered = new(BatchInstanceRequest.Register);

    public static SdkResponse Refuse(int errorCode, string message) =>
        new BatchInstanceResponse(null) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    public string? Problem(BatchInstanceRequest request)
    {
        if (request.NameProblem() is { } problem) return problem;
        foreach (var instance in request.Instances ?? [])
        {
            if (instance is not null && (ServiceProblem(instance.ServiceName) ?? instance.Problem(options.Value.MaxMetadataLength)) is { } wrong) return wrong;
        }
        return null;
    }

    /// <summary>The instances are not checked any further, unlike a single one.</summary>
    public SdkResponse Handle(BatchInstanceRequest request, in UnaryCall call)
    {
        if (request.BlankProblem() is { } problem) return NamingGrpcFailures.Illegal(problem);
        if (request.Type is null) return NamingGrpcFailures.Missing("type");
        if (request.Type != BatchInstanceRequest.Register) return NamingGrpcFailures.UnsupportedType(request.Type);
        if (request.Instances is not { } bodies) return NamingGrpcFailures.Missing("instances");
        var instances = new Instance[bodies.Count];
        for (var i = 0; i < instances.Length; i++)
        {
            if (bodies[i] is not { } body) return NamingGrpcFailures.Missing("instances");
            var instance = ids.Assign(body.ToInstance(), request.Key, body.ServiceName);
            if (!instance.Ok) return NamingGrpcFailures.Answer(instance.Failure, Refuse);
            instances[i] = instance.Value;
        }
        var registered = naming.RegisterBatch(call.Connection.Id, request.Key, instances);
        return registered.Ok ? Registered : NamingGrpcFailures.Answer(registered.Failure, Refuse);
    }

    /// <summary>SDKs may put the grouped name there.</summary>
    private static string? ServiceProblem(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        var key = ServiceKey.Of("", name);
        return NamingParameters.ServiceProblem(key.Name) ?? NamingParameters.GroupProblem(key.Group);
    }
}
