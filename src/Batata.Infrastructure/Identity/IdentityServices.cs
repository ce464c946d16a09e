using Batata.Application.Abstractions;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Batata.Infrastructure.Identity;

internal static class IdentityServices
{
    public static IServiceCollection AddBatataIdentity(this IServiceCollection services)
    {
        services.TryAddSingleton<StateDatabaseHolder>();
        services.AddSingleton<IIdentityRepository, IdentityRepository>();
        services.AddSingleton<IIdentityQueries, IdentityQueries>();
        services.AddChangeTopic<IdentityChanged>();
        services.AddSingleton<IdentityState>();
        services.AddSingleton<IIdentityState>(static p => p.GetRequiredService<IdentityState>());
        services.AddSingleton<IChangeObserver<IdentityChanged>>(static p => p.GetRequiredService<IdentityState>());
        services.AddSingleton<IPasswordHashes, PasswordHashes>();
        services.AddSingleton<IUserDirectory, LdapDirectory>();
        services.AddSingleton<IExternalTokens, OidcTokens>();
        services.AddSingleton<ILoginTokens, LoginTokens>();
        services.AddSingleton<FirstStart>();
        services.AddSingleton<IFirstAccounts>(static p => p.GetRequiredService<FirstStart>());
        services.AddHostedService(static p => p.GetRequiredService<FirstStart>());
        return services;
    }
}
