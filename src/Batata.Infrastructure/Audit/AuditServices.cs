using Batata.Application.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Audit;

internal static class AuditServices
{
    public static IServiceCollection AddBatataAudit(this IServiceCollection services) => services
        .AddSingleton<AuditFolder>()
        .AddSingleton<AuditWriter>()
        .AddSingleton<IAuditLog>(provider => provider.GetRequiredService<AuditWriter>())
        .AddSingleton<IAuditQueries, AuditSearch>()
        .AddHostedService(provider => provider.GetRequiredService<AuditWriter>());
}
