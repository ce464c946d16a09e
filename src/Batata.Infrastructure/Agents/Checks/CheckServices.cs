using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Agents.Checks;

internal static class CheckServices
{
    public static IServiceCollection AddBatataAgentChecks(this IServiceCollection services)
    {
        services.AddOptions<AgentCheckOptions>();
        services.AddSingleton<CheckLanes>();
        services.AddSingleton<ICheckProbe, HttpCheckProbe>();
        services.AddSingleton<ICheckProbe, TcpCheckProbe>();
        services.AddSingleton<ICheckProbe, UdpCheckProbe>();
        services.AddSingleton<ICheckProbe, GrpcCheckProbe>();
        services.AddSingleton<ICheckProbe, H2PingProbe>();
        services.AddSingleton<ICheckProbe, ScriptProbe>();
        services.AddSingleton<ICheckProbe, NoDockerProbe>();
        services.AddSingleton<ProbeLoop>();
        services.AddSingleton<AliasLoop>();
        services.AddSingleton<AgentCheckQueue>();
        services.AddSingleton<IChangeObserver<AgentCheckChanged>>(static p => p.GetRequiredService<AgentCheckQueue>());
        services.AddSingleton<IDutyFollower>(static p => p.GetRequiredService<AgentCheckQueue>());
        services.AddHostedService<CheckRunners>();
        services.AddHostedService<CriticalReaper>();
        return services;
    }
}
