using Batata.Application.Abstractions;
using Batata.Application.Locks;
using Batata.Domain.Locks;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence.Locks;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Locks;

internal static class LockServices
{
    public static IServiceCollection AddBatataLocks(this IServiceCollection services)
    {
        services.AddOptions<LockOptions>();
        services.AddSingleton<ILockRepository, LockRepository>();
        services.AddChangeTopic<LockChanged>();
        services.AddSingleton<LockLeases>();
        services.AddSingleton<ILockLeases>(static p => p.GetRequiredService<LockLeases>());
        services.AddSingleton<IChangeObserver<LockChanged>>(static p => p.GetRequiredService<LockLeases>());
        services.AddHostedService<LockSweep>();
        return services;
    }
}
