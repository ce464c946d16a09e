using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Application.Namespaces;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence.Configs;
using Batata.Infrastructure.Persistence.Configs.Seals;
using Batata.Infrastructure.Persistence.Namespaces;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Persistence;

/// <summary>The state, its change feeds, and what is read from both.</summary>
internal static class PersistenceServices
{
    public static IServiceCollection AddBatataPersistence(this IServiceCollection services)
    {
        services.AddSingleton(StateSchema.OfThisRelease);
        services.AddSingleton<StateDatabaseHolder>();
        services.AddChangeHub();
        services.AddChangeTopic<ConfigChanged>();
        services.AddSingleton<IConfigRepository, ConfigRepository>();
        services.AddSingleton<ConfigQueries>();
        services.AddSingleton<IConfigQueries, OpenedConfigQueries>();
        services.AddSingleton<ContentKeys>();
        services.AddSingleton<SealQueries>();
        services.AddSingleton<IContentSeal, ContentSeal>();
        services.AddSingleton<IConfigSealRepository, ConfigSealRepository>();
        services.AddHostedService<SealSweep>();
        services.AddHostedService<HistorySweep>();
        services.AddSingleton<ICapacityRepository, CapacityRepository>();
        services.AddHostedService<UsageSweep>();
        services.AddSingleton<ICapacityQueries, CapacityQueries>();
        services.AddSingleton<INamespaceRepository, NamespaceRepository>();
        services.AddSingleton<INamespaceQueries, NamespaceQueries>();
        services.AddSingleton<IIdSequences, IdSequences>();
        services.AddSingleton<ConfigNames>();
        services.AddSingleton<ServedConfigs>();
        services.AddSingleton<IServedConfigs>(p => p.GetRequiredService<ServedConfigs>());
        services.AddSingleton<IChangeObserver<ConfigChanged>>(p => p.GetRequiredService<ServedConfigs>());
        return services;
    }
}
