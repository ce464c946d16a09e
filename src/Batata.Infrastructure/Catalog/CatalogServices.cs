using Batata.Application.Abstractions;
using Batata.Application.Catalog;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Catalog;

internal static class CatalogServices
{
    public static IServiceCollection AddBatataCatalog(this IServiceCollection services)
    {
        services.AddSingleton<ISavepoints, StateSavepoints>();
        services.AddSingleton<ICatalogRepository, CatalogRepository>();
        services.AddSingleton<ICatalogQueries, CatalogQueries>();
        return services;
    }
}
