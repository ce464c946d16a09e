using Batata.Api.Nacos.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Batata.Api.Nacos.Identity;

internal static class IdentityHttp
{
    public static IServiceCollection AddIdentityHttp(this IServiceCollection services)
    {
        services.TryAddSingleton<NacosGate>();
        services.AddSingleton<INacosEndpoints, LoginEndpoints>();
        services.AddSingleton<INacosEndpoints, FirstAdministratorEndpoints>();
        services.AddSingleton<INacosEndpoints, UserEndpoints>();
        services.AddSingleton<INacosEndpoints, RoleEndpoints>();
        services.AddSingleton<INacosEndpoints, PermissionEndpoints>();
        return services;
    }
}
