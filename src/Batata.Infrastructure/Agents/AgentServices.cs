using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Domain.Agents;
using Batata.Infrastructure.Catalog;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence.Agents;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Agents;

internal static class AgentServices
{
    public static IServiceCollection AddBatataAgents(this IServiceCollection services)
    {
        services.AddSingleton<ILocalAgent, LocalAgent>();
        services.AddSingleton<AgentDuty>();
        services.AddSingleton<IAgentRepository, AgentRepository>();
        services.AddSingleton<IAgentQueries, AgentQueries>();
        services.AddChangeTopic<AgentCheckChanged>();
        services.AddSingleton<HeldOutputs>();
        services.AddSingleton<IChangeObserver<AgentCheckChanged>>(static p => p.GetRequiredService<HeldOutputs>());
        services.AddSingleton<ICheckReports, CheckReports>();
        services.AddSingleton<TtlDeadlines>();
        services.AddSingleton<IChangeObserver<AgentCheckChanged>>(static p => p.GetRequiredService<TtlDeadlines>());
        services.AddSingleton<IDutyFollower>(static p => p.GetRequiredService<TtlDeadlines>());
        services.AddSingleton<ITtlRenewals>(static p => p.GetRequiredService<TtlDeadlines>());
        services.AddHostedService<TtlExpiry>();
        services.AddSingleton<SeenMembers>();
        services.AddHostedService<AgentStandIn>();
        return services.AddHostedService<AgentSync>();
    }
}
