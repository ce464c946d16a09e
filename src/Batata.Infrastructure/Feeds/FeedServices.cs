using Batata.Application.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Batata.Infrastructure.Feeds;

internal static class FeedServices
{
    public static IServiceCollection AddChangeHub(this IServiceCollection services)
    {
        services.TryAddSingleton<ChangeHub>();
        return services;
    }

    /// <summary>Appliers may add changes of this type, and anybody may follow <see cref="IChangeFeed{TChange}"/> of it.</summary>
    public static IServiceCollection AddChangeTopic<TChange>(this IServiceCollection services)
        where TChange : class
    {
        services.AddSingleton<ChangeTopic<TChange>>();
        services.AddSingleton<ChangeTopic>(p => p.GetRequiredService<ChangeTopic<TChange>>());
        services.AddSingleton<IChangeFeed<TChange>>(p => p.GetRequiredService<ChangeTopic<TChange>>());
        return services;
    }
}
