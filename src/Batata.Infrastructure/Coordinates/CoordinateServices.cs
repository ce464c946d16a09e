using Batata.Application.Coordinates;
using Batata.Domain.Coordinates;
using Batata.Infrastructure.Persistence.Coordinates;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Coordinates;

internal static class CoordinateServices
{
    public static IServiceCollection AddBatataCoordinates(this IServiceCollection services)
    {
        services.AddSingleton<ICoordinateRepository, CoordinateRepository>();
        services.AddSingleton<ICoordinateQueries, CoordinateQueries>();
        services.AddSingleton<CoordinateUpdates>();
        services.AddSingleton<ICoordinateUpdates>(static p => p.GetRequiredService<CoordinateUpdates>());
        services.AddHostedService(static p => p.GetRequiredService<CoordinateUpdates>());
        return services;
    }
}
