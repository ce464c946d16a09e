using Batata.Api.Nacos.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Batata.Api.Nacos.Naming;

/// <summary>Naming over v2, v3 and for the console.</summary>
internal static class NamingV2V3Services
{
    public static IServiceCollection AddNamingV2V3(this IServiceCollection services)
    {
        services.TryAddSingleton<ServiceAnswers>();
        services.AddSingleton<InstanceCalls>();
        services.AddSingleton<SwitchCalls>();
        services.AddSingleton<ResponsibleServer>();
        return services
            .AddSingleton<INacosEndpoints, InstanceV2Endpoints>()
            .AddSingleton<INacosEndpoints, InstanceListV2Endpoints>()
            .AddSingleton<INacosEndpoints, BeatV2Endpoints>()
            .AddSingleton<INacosEndpoints, ServiceV2Endpoints>()
            .AddSingleton<INacosEndpoints, CatalogV2Endpoints>()
            .AddSingleton<INacosEndpoints, ClientV2Endpoints>()
            .AddSingleton<INacosEndpoints, OperatorV2Endpoints>()
            .AddSingleton<INacosEndpoints, InstanceV3ClientEndpoints>()
            .AddSingleton<INacosEndpoints, InstanceV3Endpoints>()
            .AddSingleton<INacosEndpoints, MetadataBatchEndpoints>()
            .AddSingleton<INacosEndpoints, ServiceV3Endpoints>()
            .AddSingleton<INacosEndpoints, ServiceListV3Endpoints>()
            .AddSingleton<INacosEndpoints, InstanceHealthEndpoints>()
            .AddSingleton<INacosEndpoints, ClientV3Endpoints>()
            .AddSingleton<INacosEndpoints, OpsV3Endpoints>()
            .AddSingleton<INacosEndpoints, InstanceConsoleEndpoints>();
    }
}
