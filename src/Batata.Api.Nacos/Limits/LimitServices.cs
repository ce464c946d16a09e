using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Batata.Api.Nacos.Limits;

internal static class LimitServices
{
    /// <summary>For both fronts, whichever comes first.</summary>
    public static IServiceCollection AddNacosLimits(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TpsPoints>();
        services.TryAddSingleton<ConnectionLimits>();
        services.TryAddSingleton<CallLimits>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ControlRules>());
        return services;
    }
}
