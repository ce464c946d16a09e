using Batata.Application.Sessions;
using Batata.Domain.Sessions;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Sessions;

internal static class SessionServices
{
    public static IServiceCollection AddBatataSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionRepository>();
        services.AddSingleton<ISessionRepository>(static p => p.GetRequiredService<SessionRepository>());
        services.AddSingleton<ILiveSessions>(static p => p.GetRequiredService<SessionRepository>());
        services.AddSingleton<ISessionQueries, SessionQueries>();
        services.AddChangeTopic<SessionChanged>();
        return services;
    }
}
