using Batata.Application.Abstractions;
using Batata.Application.Sessions;
using Batata.Application.Transactions;
using Batata.Domain.Sessions;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence.Sessions;
using Batata.Infrastructure.Persistence.Transactions;
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
        services.AddSingleton<ITransactionQueries, TransactionQueries>();
        services.AddChangeTopic<SessionChanged>();
        services.AddSingleton<SessionTimers>();
        services.AddSingleton<IChangeObserver<SessionChanged>>(static p => p.GetRequiredService<SessionTimers>());
        services.AddHostedService<SessionExpiry>();
        services.AddSingleton<SessionRenewals>();
        services.AddSingleton<ISessionRenewals>(static p => p.GetRequiredService<SessionRenewals>());
        services.AddSingleton<SessionService>();
        return services;
    }
}
