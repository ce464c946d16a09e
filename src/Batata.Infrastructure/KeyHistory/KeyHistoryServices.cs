using Batata.Application.KeyHistory;
using Batata.Domain.KeyHistory;
using Batata.Infrastructure.Persistence.KeyHistory;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.KeyHistory;

internal static class KeyHistoryServices
{
    public static IServiceCollection AddBatataKeyHistory(this IServiceCollection services)
    {
        services.AddSingleton<IKeyHistoryRepository, KeyHistoryRepository>();
        services.AddSingleton<IKeyHistoryQueries, KeyHistoryQueries>();
        services.AddSingleton<KeyHistoryCleaner>();
        services.AddHostedService(static p => p.GetRequiredService<KeyHistoryCleaner>());
        return services;
    }
}
