using Microsoft.Extensions.DependencyInjection;

namespace Batata.Application.Identity;

internal static class IdentityServices
{
    public static IServiceCollection AddIdentityUseCases(this IServiceCollection services)
    {
        services.AddOptions<IdentityOptions>();
        services.AddOptions<DirectoryOptions>();
        services.AddOptions<OidcOptions>();
        services.AddSingleton<ExternalAccounts>();
        services.AddSingleton<LoginBrake>();
        services.AddSingleton<PasswordLogins>();
        services.AddSingleton<TokenIssue>();
        services.AddSingleton<IAuthorizer, Authorizer>();
        return services;
    }
}
