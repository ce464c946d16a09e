using Batata.Application.Events;
using Batata.Domain.Events;
using Batata.Infrastructure.Persistence.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Events;

internal static class EventServices
{
    public static IServiceCollection AddBatataEvents(this IServiceCollection services) =>
        services.AddSingleton<IEventRepository, EventRepository>().AddSingleton<IEventQueries, EventQueries>();
}
