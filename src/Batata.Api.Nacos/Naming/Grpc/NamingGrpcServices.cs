using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Push.Fuzzy;
using Batata.Api.Nacos.Push.Naming;
using Batata.Domain.Naming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>The naming requests of the SDK port and the pushes that belong to them.</summary>
internal static class NamingGrpcServices
{
    public static IServiceCollection AddNamingGrpc(this IServiceCollection services)
    {
        services.TryAddSingleton<ServiceAnswers>();
        services.AddSingleton<BatchRegistration>();
        services.AddSingleton<GrpcHandler, NamingGrpcInstance>();
        services.AddSingleton<GrpcHandler, NamingGrpcBatch>();
        services.AddSingleton<GrpcHandler, NamingGrpcPersistent>();
        services.AddSingleton<GrpcHandler, NamingGrpcQuery>();
        services.AddSingleton<GrpcHandler, NamingGrpcList>();
        services.AddSingleton<GrpcHandler, NamingGrpcSubscribe>();
        services.AddSingleton<GrpcHandler, NamingGrpcFuzzyWatch>();
        services.AddSingleton<IConnectionObserver, NamingGrpcConnections>();
        services.AddSingleton<ISubscriberChannel, ConnectionChannel>();
        services.AddServicePushes();
        services.AddFuzzyWatches<ServiceKey, NamingFuzzySubject>();
        services.AddHostedService<NamingFuzzyPusher>();
        return services;
    }
}
