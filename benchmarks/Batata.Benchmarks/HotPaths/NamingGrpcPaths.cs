using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Api.Nacos.Naming.Grpc;
using Batata.Api.Nacos.Naming;
using Batata.Api.Nacos.Naming.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Benchmarks.HotPaths;

/// <summary>Naming over gRPC, without protobuf and gRPC. Services have ten instances.</summary>
internal static class NamingGrpcPaths
{
    private const int MaxMetadataLength = 1_024;

    /// <summary>A registration from its bytes to the instance that the registry gets, checked and with its id.</summary>
    public static HotPath ReadRegistration()
    {
        var payload = new Payload
        {
            Metadata = new Api.Nacos.Grpc.Wire.Metadata { Type = "InstanceRequest" },
            Body = new Any
            {
                Value = ByteString.CopyFromUtf8("""
                    {"headers":{},"namespace":"public","serviceName":"orders","groupName":"DEFAULT_GROUP","type":"registerInstance","instance":{"instanceId":null,
                    "ip":"10.0.0.7","port":8080,"weight":1.0,"healthy":true,"enabled":true,"ephemeral":true,"clusterName":"DEFAULT","serviceName":null,
                    "metadata":{"preserved.register.source":"SPRING_CLOUD","zone":"a"},"instanceHeartBeatInterval":5000,"instanceHeartBeatTimeOut":15000,
                    "ipDeleteTimeout":30000},"module":"naming"}
                    """),
            },
        };
        var ids = new InstanceIds(TimeProvider.System);
        return new HotPath("grpc-register-read", () =>
        {
            if (!PayloadCodec.TryRead(payload, NamingJson.Default.InstanceRequest, out var request)) throw new InvalidOperationException("The body is not understood.");
            var body = request!.Instance!;
            if ((request.NameProblem() ?? body.Problem(MaxMetadataLength)) is { } problem) throw new InvalidOperationException(problem);
            ids.Assign(body.ToInstance(), request.Key, body.ServiceName);
        });
    }

    /// <summary>The answer to a query of a service that nobody changes.</summary>
    public static HotPath WriteService()
    {
        var services = NamingPaths.Filled();
        var answers = new ServiceAnswers(services.GetRequiredService<IServiceDirectory>(), services.GetRequiredService<ISwitches>(), TimeProvider.System);
        var (codec, wire, key) = (new PayloadCodec(), new GrpcFront.Wire(), NamingPaths.Key(7));
        return new HotPath(
            "grpc-service-write",
            () => codec.Write(new QueryServiceResponse(answers.Of(key, "", "Nacos-Java-Client:v3.1.0")), wire),
            services.Dispose);
    }

    /// <summary>What a version of a service costs once, for all who ask and subscribe.</summary>
    public static HotPath RenderHosts()
    {
        var services = NamingPaths.Filled();
        var snapshot = services.GetRequiredService<IServiceDirectory>().Find(NamingPaths.Key(7))!;
        return new HotPath("naming-render", () => HostList.Render(snapshot, new InstanceQuery("")), services.Dispose);
    }
}
