using Batata.Infrastructure.Agents;
using Batata.Infrastructure.Agents.Checks;
using Batata.Infrastructure.Audit;
using Batata.Infrastructure.Autopilot;
using Batata.Infrastructure.Catalog;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Coordinates;
using Batata.Infrastructure.Events;
using Batata.Infrastructure.Identity;
using Batata.Infrastructure.KeyHistory;
using Batata.Infrastructure.KeyValue;
using Batata.Infrastructure.Locks;
using Batata.Infrastructure.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using Batata.Infrastructure.Naming.Sync;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Sessions;
using Batata.Infrastructure.Snapshots;
using Batata.Infrastructure.Telemetry;
using Batata.Infrastructure.Watches;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure;

/// <summary>The replicated log, its state, the registry of services and its health checks, locks, accounts, the audit log, and the reads from them.</summary>
public static class InfrastructureServices
{
    public static IServiceCollection AddBatataInfrastructure(this IServiceCollection services) => services
        .AddBatataTelemetry()
        .AddBatataPersistence()
        .AddBatataCluster()
        .AddBatataNaming()
        .AddBatataRegistrySync()
        .AddBatataHealthChecks()
        .AddBatataLocks()
        .AddBatataIdentity()
        .AddBatataWatches()
        .AddBatataKeyValue()
        .AddBatataKeyHistory()
        .AddBatataCatalog()
        .AddBatataSessions()
        .AddBatataEvents()
        .AddBatataAutopilot()
        .AddBatataCoordinates()
        .AddBatataConsulSnapshots()
        .AddBatataAgentInformation()
        .AddBatataAgents()
        .AddBatataAgentChecks()
        .AddBatataAudit();

    /// <summary>The nodes of the cluster are nodes of the catalog, each before it is ready.</summary>
    public static IServiceCollection AddBatataCatalogMembers(this IServiceCollection services)
    {
        services.AddSingleton<IStartCondition, OwnNodeCondition>();
        return services.AddHostedService<CatalogMembers>();
    }
}
