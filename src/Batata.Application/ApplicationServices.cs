using System.Reflection;
using Batata.Application.Abstractions;
using Batata.Application.Audit;
using Batata.Application.Behaviours;
using Batata.Application.Cluster;
using Batata.Application.Identity;
using Batata.Application.Naming;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Batata.Application;

/// <summary>The mediator, its handlers and behaviours, and the appliers of the log. The only file that knows how MediatR 5 is registered (ADR 0001).</summary>
public static class ApplicationServices
{
    private static readonly Type[] Registered = [typeof(IRequestHandler<,>), typeof(IApplier<,>)];

    public static IServiceCollection AddBatataApplication(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Telemetry.Timings>();
        services.AddSingleton<ServiceFactory>(provider => provider.GetService!);
        services.AddSingleton<IMediator, Mediator>();
        services.AddSingleton<AuditScope>();
        services.AddSingleton(typeof(IPipelineBehavior<,>), typeof(AuditBehaviour<,>)); // outside the others: it sees what they refuse
        services.AddSingleton(typeof(IPipelineBehavior<,>), typeof(ValidationBehaviour<,>));
        services.AddValidatorsFromAssembly(typeof(ApplicationServices).Assembly, ServiceLifetime.Singleton, includeInternalTypes: true);
        services.AddSingleton<Configs.FormalPublishes>();
        services.AddSingleton<Ai.McpDocuments>().AddSingleton<Ai.McpEndpointServices>().AddSingleton<Ai.McpReads>().AddSingleton<Ai.McpWrites>();
        services.AddSingleton<KeyHistory.KeyOrigins>();
        services.AddSingleton<KeyHistory.KeyHistorian>();
        services.AddSingleton<KeyValue.KeyWriter>();
        services.AddSingleton<Events.EventAudience>();
        services.AddSingleton<Coordinates.CoordinateEnds>();
        services.AddSingleton<Coordinates.Distances>();
        services.AddSingleton<Sessions.SessionEnds>();
        services.AddSingleton<Transactions.TransactionWriter>();
        services.AddSingleton<Sessions.ISessionEnds>(static p => p.GetRequiredService<Sessions.SessionEnds>());
        services.AddSingleton<Catalog.ICatalogWriter, Catalog.CatalogWriter>();
        services.AddSingleton<Catalog.ICatalogState, Catalog.CatalogState>();
        services.AddSingleton<Agents.AgentWriter>();
        services.AddSingleton<Agents.SidecarPorts>();
        services.AddSingleton<Agents.TtlReports>();
        services.TryAddSingleton<IPeerQueries, NobodyToAsk>();
        services.AddSingleton<NamingAcrossNodes>();
        foreach (var answerer in NamingAcrossNodes.Answerers) services.AddSingleton(provider => answerer(provider.GetRequiredService<INamingQueries>()));
        foreach (var type in typeof(ApplicationServices).Assembly.GetTypes())
        {
            if (type.IsAbstract || type.IsGenericTypeDefinition) continue;
            foreach (var contract in type.GetTypeInfo().ImplementedInterfaces)
            {
                if (contract.IsGenericType && Registered.Contains(contract.GetGenericTypeDefinition())) services.AddSingleton(contract, type);
            }
        }
        return services.AddIdentityUseCases();
    }
}
