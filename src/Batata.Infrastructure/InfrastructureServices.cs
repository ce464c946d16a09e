using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure;

/// <summary>The replicated log, its state and the reads from it.</summary>
public static class InfrastructureServices
{
    public static IServiceCollection AddBatataInfrastructure(this IServiceCollection services) => services
        .AddBatataPersistence()
        .AddBatataCluster();
}
