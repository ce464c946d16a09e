using Batata.Application.Locks;
using Batata.Domain.Locks;
using Batata.Infrastructure.Persistence.Locks;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Locks;

internal static class LockServices
{
    public static IServiceCollection AddBatataLocks(this IServiceCollection services)
    {
        services.AddOptions<LockOptions>();
        services.AddSingleton<LockClock>();
        services.AddSingleton<ILockRepository, LockRepository>();
        services.AddHostedService<LockSweep>();
        return services;
    }
}
