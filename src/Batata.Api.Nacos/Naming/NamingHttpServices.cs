using Batata.Api.Nacos.Naming.Udp;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Naming;

/// <summary>What the naming calls over HTTP share.</summary>
internal static class NamingHttpServices
{
    public static IServiceCollection AddNamingHttp(this IServiceCollection services) => services
        .AddSingleton<NamingServerStatus>()
        .AddSingleton<NamingV1Filters>()
        .AddSingleton<NamingChecks>()
        .AddSingleton<NamingFastCalls>()
        .AddSingleton<UdpSubscriptions>();
}
