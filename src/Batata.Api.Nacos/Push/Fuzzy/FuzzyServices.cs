using Batata.Api.Nacos.Grpc.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Push.Fuzzy;

internal static class FuzzyServices
{
    /// <summary>Fuzzy watches of one subject; who follows its changes is registered apart.</summary>
    public static IServiceCollection AddFuzzyWatches<TKey, TSubject>(this IServiceCollection services)
        where TKey : struct
        where TSubject : FuzzySubject<TKey>
    {
        services.AddSingleton<FuzzySubject<TKey>, TSubject>();
        services.AddSingleton<FuzzyWatches<TKey>>();
        services.AddSingleton<IConnectionObserver>(static p => p.GetRequiredService<FuzzyWatches<TKey>>());
        services.AddSingleton<FuzzyNotices<TKey>>();
        services.AddSingleton<IConnectionObserver>(static p => p.GetRequiredService<FuzzyNotices<TKey>>());
        services.AddSingleton<FuzzySync<TKey>>();
        return services;
    }
}
