using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos;

/// <summary>The HTTP front of Nacos: v1 now, v2 and v3 to come.</summary>
public static class NacosHttp
{
    public static IServiceCollection AddNacosHttp(this IServiceCollection services) => services;

    /// <summary>Ends the pipeline of the main port: filters, every route below the context path, and the answers for unknown paths.</summary>
    public static void UseNacosHttp(this IApplicationBuilder main) => _ = main;
}
