using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos;

/// <summary>The gRPC front of Nacos on main port + 1000.</summary>
public static class NacosGrpc
{
    public static IServiceCollection AddNacosGrpc(this IServiceCollection services) => services;

    public static void MapNacosGrpc(this IEndpointRouteBuilder sdk) => _ = sdk;
}
