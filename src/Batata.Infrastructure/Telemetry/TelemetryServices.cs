using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Application.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        services.AddSingleton<IMetricIntervals, MetricIntervals>();
        services.AddSingleton<LogTail>();
        services.AddSingleton<ILogTail>(static p => p.GetRequiredService<LogTail>());
        services.AddSingleton<ILoggerProvider>(static p => p.GetRequiredService<LogTail>());
        services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(static p => p.GetRequiredService<LogTail>());
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(static p => p.GetRequiredService<LogTail>());
        services.AddHostedService<OtlpExport>();
        return services;
    }
}
