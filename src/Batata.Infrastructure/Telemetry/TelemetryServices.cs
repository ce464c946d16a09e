using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Application.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Telemetry;

internal static class TelemetryServices
{
    public static IServiceCollection AddBatataTelemetry(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddOptions<TelemetryOptions>();
        services.AddSingleton<BatataMeter>();
        services.AddSingleton<IMetricsPage, MetricsPage>();
        services.AddSingleton<IMeterSource, ClusterMeters>();
        services.AddSingleton<IMeterSource, LogMeters>();
        services.AddSingleton<ConfigChangeMeter>();
        services.AddSingleton<IMeterSource>(static p => p.GetRequiredService<ConfigChangeMeter>());
        services.AddSingleton<IChangeObserver<ConfigChanged>>(static p => p.GetRequiredService<ConfigChangeMeter>());
        services.AddHostedService<OtlpExport>();
        return services;
    }
}
