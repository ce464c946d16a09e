using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Grpc;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Locks;
using Batata.Api.Nacos.Naming;
using Batata.Api.Nacos.Push;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos;

/// <summary>The gRPC front of Nacos on main port + 1000.</summary>
public static class NacosGrpc
{
    public static IServiceCollection AddNacosGrpc(this IServiceCollection services)
    {
        services.AddGrpc();
        services.AddOptions<GrpcServiceOptions>().Configure<IOptions<NacosOptions>>((grpc, nacos) =>
        {
            grpc.MaxReceiveMessageSize = nacos.Value.MaxGrpcMessageBytes; // over it: RESOURCE_EXHAUSTED, and the connection stays
            grpc.EnableDetailedErrors = false;
        });
        services.TryAddSingleton<LocalAddress>();
        services.AddSingleton<PayloadCodec>();
        services.AddSingleton<PushCodec>();
        services.TryAddSingleton<DeadlineQueue>();
        services.AddSingleton<ClientQuestions>();
        services.AddSingleton<ClientConnections>();
        services.AddSingleton<StreamService>();
        services.AddSingleton<RequestDispatcher>();
        services.AddSingleton<IServiceMethodProvider<StreamService>, SdkMethods>();
        services.AddSingleton<IServiceMethodProvider<RequestDispatcher>, SdkMethods>();
        services.AddSingleton<GrpcHandler, HealthCheckHandler>();
        services.AddHostedService<ConnectionSweep>();
        services.AddHostedService<ConnectionShutdown>();
        return services.AddConfigGrpc().AddNamingGrpc().AddSingleton<GrpcHandler, LockGrpcOperation>();
    }

    /// <summary>Ends the pipeline of the SDK port: gRPC and nothing else.</summary>
    public static void UseNacosGrpc(this IApplicationBuilder sdk)
    {
        sdk.UseRouting();
        sdk.UseEndpoints(endpoints =>
        {
            endpoints.MapGrpcService<RequestDispatcher>();
            endpoints.MapGrpcService<StreamService>();
        });
    }
}
