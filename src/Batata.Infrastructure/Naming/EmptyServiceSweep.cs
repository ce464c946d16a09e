using Batata.Application.Naming;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// A service that has no registration for a while is no service any more, whether it was made by hand or not, whoever subscribes. What was
/// set for it is kept a while longer (<see cref="MetadataSweep"/>). Protocol source: Nacos <c>EmptyServiceCleanerV2</c>.
/// </summary>
internal sealed class EmptyServiceSweep(RegistryCore core, IOptions<NamingOptions> options)
{
    public void Run()
    {
        var nowMs = core.Clock.NowMs;
        var before = nowMs - options.Value.EmptyServiceExpiredMs;
        foreach (var service in core.Services.All)
        {
            if (!IsEmpty(service, before)) continue;
            core.Change(
                service.Key,
                (before, nowMs),
                static (services, service, at) =>
                {
                    if (!IsEmpty(service, at.before)) return false;
                    services.SetKind(service, null);
                    service.ChangedMs = at.nowMs;
                    return true;
                },
                tell: false);
        }
    }

    private static bool IsEmpty(ServiceEntry service, long before) => service.Kind is not null && service.PublicationCount == 0 && service.ChangedMs < before;
}
