using Batata.Application.Snapshots;
using Batata.Infrastructure.Persistence.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Snapshots;

internal static class SnapshotServices
{
    public static IServiceCollection AddBatataConsulSnapshots(this IServiceCollection services)
    {
        services.AddSingleton<IConsulStateStore, ConsulStateStore>();
        services.AddSingleton<IConsulSnapshots, ConsulSnapshots>();
        return services;
    }
}
