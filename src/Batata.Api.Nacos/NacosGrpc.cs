using Batata.Api.Nacos.Ai;
using Batata.Api.Nacos.Audit;
using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Core;
using Batata.Api.Nacos.Core.Metrics;
using Batata.Api.Nacos.Grpc;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Limits;
using Batata.Api.Nacos.Locks;
using Batata.Api.Nacos.Naming.Grpc;
using Batata.Api.Nacos.Push;
using Batata.Application.Cluster;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Batata.Application.Namespaces;
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
        services.AddConnections();
        services.TryAddSingleton<GrpcGate>();
        services.TryAddSingleton<FrontAudit>();
        services.TryAddSingleton(static p => new NamespaceCheck(p.GetRequiredService<IOptions<NacosOptions>>().Value.ValidateNamespaces ? p.GetRequiredService<INamespaceQueries>() : null));
        services.AddSingleton<StreamService>();
        services.AddSingleton<RequestDispatcher>();
        services.AddSingleton<IServiceMethodProvider<StreamService>, SdkMethods>();
        services.AddSingleton<IServiceMethodProvider<RequestDispatcher>, SdkMethods>();
        services.AddSingleton<GrpcHandler, HealthCheckHandler>();
        services.AddHostedService<ConnectionSweep>();
        services.AddHostedService<ConnectionShutdown>();
        return services.AddConfigGrpc().AddNamingGrpc().AddMcpGrpc().AddSingleton<GrpcHandler, LockGrpcOperation>();
    }

    /// <summary>The connections, which operators see over HTTP.</summary>
    internal static IServiceCollection AddConnections(this IServiceCollection services)
    {
        services.AddNacosLimits();
        services.TryAddSingleton<LocalAddress>();
        services.TryAddSingleton<PayloadCodec>();
        services.TryAddSingleton<PushCodec>();
        services.TryAddSingleton<DeadlineQueue>();
        services.TryAddSingleton<ClientQuestions>();
        services.TryAddSingleton<ClientConnections>();
        services.TryAddSingleton<MachineLoad>();
        services.TryAddSingleton<GrpcTimings>();
        services.TryAddSingleton<LockCounters>();
        services.TryAddSingleton<ConnectionLoad>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IClientLoad, ConnectionLoad>(provider => provider.GetRequiredService<ConnectionLoad>()));
        return services;
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
