using Batata.Api.Nacos.Core;
using Batata.Api.Nacos.Grpc;
using Batata.Api.Nacos.Naming.Udp;
using Batata.Api.Nacos.Push.Naming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Batata.Api.Nacos.Naming;

/// <summary>What the naming calls over HTTP share.</summary>
internal static class NamingHttpServices
{
    public static IServiceCollection AddNamingHttp(this IServiceCollection services)
    {
        services.TryAddSingleton<LocalAddress>();
        services.TryAddSingleton<MachineLoad>();
        return services
            .AddServicePushes()
            .AddSingleton<NamingMetrics>()
            .AddSingleton<NamingServerStatus>()
            .AddSingleton<NamingV1Filters>()
            .AddSingleton<NamingChecks>()
            .AddSingleton<NamingFastCalls>()
            .AddSingleton<UdpSubscriptions>()
            .AddSingleton<UdpPort>()
            .AddSingleton<UdpAcks>()
            .AddSingleton<ISubscriberChannel, UdpChannel>();
    }
}
