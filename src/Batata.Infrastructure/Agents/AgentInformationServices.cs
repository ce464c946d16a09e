using Batata.Application.Agents;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Agents;

internal static class AgentInformationServices
{
    public static IServiceCollection AddBatataAgentInformation(this IServiceCollection services) => services.AddSingleton<IHostFacts, ProcFacts>();
}
