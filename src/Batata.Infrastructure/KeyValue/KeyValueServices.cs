using Batata.Application.Abstractions;
using Batata.Application.KeyValue;
using Batata.Domain.KeyValue;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence.KeyValue;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.KeyValue;

internal static class KeyValueServices
{
    public static IServiceCollection AddBatataKeyValue(this IServiceCollection services)
    {
        services.AddSingleton<IKeyRepository, KeyRepository>();
        services.AddSingleton<IKeyQueries, KeyQueries>();
        services.AddChangeTopic<LockDelayed>();
        services.AddSingleton<LockDelays>();
        services.AddSingleton<ILockDelays>(static p => p.GetRequiredService<LockDelays>());
        services.AddSingleton<IChangeObserver<LockDelayed>>(static p => p.GetRequiredService<LockDelays>());
        services.AddHostedService<TombstoneReaper>();
        return services;
    }
}
