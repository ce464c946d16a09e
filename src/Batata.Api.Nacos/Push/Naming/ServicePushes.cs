using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Batata.Api.Nacos.Push.Naming;

/// <summary>The push engine of services, once for all fronts; each adds its own <see cref="ISubscriberChannel"/>.</summary>
internal static class ServicePushes
{
    public static IServiceCollection AddServicePushes(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<PushCounters>();
        services.TryAddSingleton<DeadlineQueue>();
        return services.AddHostedService<ServicePusher>(); // added once, however often it is asked for
    }
}
