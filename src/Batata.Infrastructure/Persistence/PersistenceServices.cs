using Batata.Application.Configs;
using Batata.Infrastructure.Feeds;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Persistence;

/// <summary>The state, its change feeds, and what is read from both.</summary>
internal static class PersistenceServices
{
    public static IServiceCollection AddBatataPersistence(this IServiceCollection services)
    {
        services.AddSingleton<StateDatabaseHolder>();
        services.AddChangeHub();
        services.AddChangeTopic<ConfigChanged>();
        return services;
    }
}
