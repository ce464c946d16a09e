using System.Collections.Frozen;
using Batata.Api.Consul.Agent;
using Batata.Api.Consul.Agent.Files;
using Batata.Application.Agents;
using Batata.Api.Consul.Coordinates;
using Batata.Api.Consul.Events;
using Batata.Api.Consul.Filters;
using Batata.Api.Consul.Audit;
using Batata.Api.Consul.Catalog;
using Batata.Api.Consul.Health;
using Batata.Api.Consul.Http;
using Batata.Api.Consul.KeyHistory;
using Batata.Api.Consul.KeyValue;
using Batata.Api.Consul.Operator;
using Batata.Api.Consul.Reads;
using Batata.Api.Consul.Sessions;
using Batata.Api.Consul.Snapshots;
using Batata.Api.Consul.Transactions;
using Batata.Api.Consul.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Consul;

/// <summary>The HTTP API of Consul, on its own port and below <c>/v1</c> of the main port.</summary>
public static class ConsulHttp
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Groups = FrozenSet.Create(
        StringComparer.Ordinal,
        "acl", "agent", "catalog", "config", "connect", "coordinate", "discovery-chain", "event", "exported-services", "health", "internal", "kv", "kv-history", "operator", "peering",
        "peerings", "query", "session", "snapshot", "status", "txn").GetAlternateLookup<ReadOnlySpan<char>>();

    public static IServiceCollection AddConsulHttp(this IServiceCollection services)
    {
        services.AddOptions();
        services.AddSingleton<OperatorServers>().AddSingleton<OperatorGuard>().AddSingleton<ServerHealth>();
        services.AddEndpoints<RaftEndpoints>().AddEndpoints<AutopilotEndpoints>().AddEndpoints<UsageEndpoint>();
        services.AddSingleton<ConsulGate>();
        services.AddSingleton<AccessLimits>();
        services.AddSingleton<ConsulAudit>();
        services.AddSingleton<ConsulRoutes>();
        services.AddSingleton<ConsulPipeline>();
        services.AddSingleton<LeaderContacts>();
        services.AddSingleton<Freshness>();
        services.AddSingleton<StateReads>();
        services.AddSingleton<FilterSchemas>();
        services.AddSingleton<MarkedReads>();
        services.AddSingleton<NearParameter>();
        services.AddSingleton<KeyReads>();
        services.AddSingleton<KeyWrites>();
        services.AddSingleton<ConfigPairs>();
        services.AddSingleton<SessionReads>();
        services.AddSingleton<SessionWrites>();
        services.AddEndpoints<SessionEndpoints>();
        services.AddSingleton<TransactionCheck>();
        services.AddEndpoints<TransactionEndpoints>();
        services.AddEndpoints<SnapshotEndpoints>();
        services.AddSingleton<ConsulMembers>();
        services.AddSingleton<AgentSelf>();
        services.AddSingleton<AgentLookup>();
        services.AddSingleton<FileRegistrations>();
        services.AddSingleton<IAgentReload>(static p => p.GetRequiredService<FileRegistrations>());
        services.AddHostedService(static p => p.GetRequiredService<FileRegistrations>());
        services.AddEndpoints<AgentServiceEndpoints>().AddEndpoints<AgentServiceReads>().AddEndpoints<AgentCheckEndpoints>().AddEndpoints<AgentHealthEndpoints>();
        services.AddSingleton<FilteredReads>();
        services.AddSingleton<CatalogReads>();
        services.AddSingleton<CatalogWrites>();
        services.AddSingleton<HealthReads>();
        services.AddSingleton<CheckReads>();
        services.AddEndpoints<CatalogEndpoints>().AddEndpoints<HealthEndpoints>();
        services.AddEndpoints<KeyHistoryEndpoints>().AddEndpoints<EventEndpoints>().AddEndpoints<StatusEndpoints>().AddEndpoints<CoordinateEndpoints>();
        return services.AddEndpoints<KeyEndpoints>()
            .AddEndpoints<AgentInfoEndpoints>().AddEndpoints<AgentOperationEndpoints>().AddEndpoints<MonitorEndpoint>().AddEndpoints<MetricsEndpoints>();
    }

    /// <summary>Whether the path of a request on the main port belongs to Consul: <c>/v1</c> and one of its groups, none of which Nacos has.</summary>
    public static bool Serves(PathString path)
    {
        if (path.Value is not { } text || !text.StartsWith("/v1/", StringComparison.Ordinal)) return false;
        var group = text.AsSpan(4);
        var end = group.IndexOf('/');
        return Groups.Contains(end < 0 ? group : group[..end]);
    }

    /// <summary>Ends a pipeline with the API.</summary>
    public static void UseConsulHttp(this IApplicationBuilder app) => app.Run(app.ApplicationServices.GetRequiredService<ConsulPipeline>().InvokeAsync);

    private static IServiceCollection AddEndpoints<TEndpoints>(this IServiceCollection services)
        where TEndpoints : class, IConsulEndpoints => services.AddSingleton<IConsulEndpoints, TEndpoints>();
}
