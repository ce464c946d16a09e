using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos;

/// <summary>The HTTP front of Nacos: v1 now, v2 and v3 to come.</summary>
public static class NacosHttp
{
    public static IServiceCollection AddNacosHttp(this IServiceCollection services) => services;

    /// <summary>Maps every route below the context path, for the main port.</summary>
    public static void MapNacosHttp(this IEndpointRouteBuilder main) => _ = main;
}
