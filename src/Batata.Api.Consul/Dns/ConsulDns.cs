using Batata.Api.Consul.Dns.Answers;
using Batata.Api.Consul.Dns.Ports;
using Batata.Api.Consul.Dns.Recursion;
using Batata.Api.Consul.Dns.Views;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Consul.Dns;

/// <summary>The DNS server of Consul's names.</summary>
public static class ConsulDns
{
    /// <summary>Beside the HTTP API, which it shares what is known of the leader with.</summary>
    public static IServiceCollection AddConsulDns(this IServiceCollection services) => services
        .AddSingleton<CatalogViews>()
        .AddSingleton<Recursors>()
        .AddSingleton<CatalogAnswers>()
        .AddSingleton<ZoneAnswers>()
        .AddSingleton<ReverseAnswers>()
        .AddSingleton<DnsAnswers>()
        .AddHostedService<DnsPorts>();
}
