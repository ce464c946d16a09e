using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Push;
using Batata.Api.Nacos.Push.Fuzzy;
using Batata.Domain.Configs;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Configs;

/// <summary>The config requests of the SDK port and the pushes that belong to them.</summary>
internal static class ConfigGrpcServices
{
    public static IServiceCollection AddConfigGrpc(this IServiceCollection services)
    {
        services.AddSingleton<GrpcHandler, ConfigGrpcQuery>();
        services.AddSingleton<GrpcHandler, ConfigGrpcPublish>();
        services.AddSingleton<GrpcHandler, ConfigGrpcRemove>();
        services.AddSingleton<GrpcHandler, ConfigGrpcListen>();
        services.AddSingleton<GrpcHandler, ConfigGrpcFuzzyWatch>();
        services.AddSingleton<ConfigListens>();
        services.AddSingleton<IConnectionObserver>(p => p.GetRequiredService<ConfigListens>());
        services.AddSingleton<IConfigListenerSource>(p => p.GetRequiredService<ConfigListens>());
        services.AddHostedService<ConfigChangePusher>();
        services.AddFuzzyWatches<ConfigKey, ConfigFuzzySubject>();
        services.AddHostedService<ConfigFuzzyPusher>();
        services.AddSingleton<IConfigClientMetrics, ConfigGrpcMetrics>();
        return services;
    }
}
