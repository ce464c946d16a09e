using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>Looks at persistent instances. Needs the registry and the log.</summary>
internal static class HealthCheckServices
{
    public static IServiceCollection AddBatataHealthChecks(this IServiceCollection services) => services
        .AddSingleton<CheckQueue>()
        .AddSingleton<CheckTargets>()
        .AddSingleton<CheckRunner>()
        .AddSingleton<HealthReports>()
        .AddSingleton<ICheckOwnership, LeaderChecks>()
        .AddSingleton<TargetAddresses>()
        .AddSingleton<IHealthProbe, TcpProbe>()
        .AddSingleton<IHealthProbe, HttpProbe>()
        .AddSingleton<IHealthProbe, MySqlProbe>()
        .AddHostedService<HealthCheckService>();
}
