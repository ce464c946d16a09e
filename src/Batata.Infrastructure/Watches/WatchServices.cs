using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence.Watches;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Watches;

/// <summary>The index of Consul's state, and who waits for a change of it.</summary>
internal static class WatchServices
{
    public static IServiceCollection AddBatataWatches(this IServiceCollection services)
    {
        services.AddSingleton<StateIndexes>();
        services.AddSingleton<IStateIndex>(static p => p.GetRequiredService<StateIndexes>());
        services.AddSingleton<ITopicIndexes>(static p => p.GetRequiredService<StateIndexes>());
        services.AddChangeTopic<StateChanged>();
        services.AddSingleton<OpenWatches>();
        services.AddSingleton<IWatches>(static p => p.GetRequiredService<OpenWatches>());
        services.AddSingleton<IChangeObserver<StateChanged>>(static p => p.GetRequiredService<OpenWatches>());
        return services;
    }
}
