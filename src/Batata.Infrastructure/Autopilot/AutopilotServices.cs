using Batata.Application.Autopilot;
using Batata.Domain.Autopilot;
using Batata.Infrastructure.Persistence.Autopilot;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Autopilot;

internal static class AutopilotServices
{
    public static IServiceCollection AddBatataAutopilot(this IServiceCollection services) => services
        .AddSingleton<AutopilotRepository>()
        .AddSingleton<IAutopilotRepository>(static p => p.GetRequiredService<AutopilotRepository>())
        .AddSingleton<IAutopilotQueries>(static p => p.GetRequiredService<AutopilotRepository>());
}
