using System.Diagnostics.Metrics;
using Batata.Application.Telemetry;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// The services that changed most often this week. Each counts for itself, and the week turns when somebody asks: a change costs no more for it. Protocol source:
/// Nacos 3.1 <c>NamingDynamicMeterRefreshService</c>.
/// </summary>
internal sealed class ServiceChangeMeter(ServiceTable services, TimeProvider time) : IMeterSource
{
    public const int Shown = 10;

    private readonly Lock _gate = new();
    private readonly WeekTurn _week = new(time);

    public void Describe(Meter meter) => meter.CreateObservableGauge(
        "service_change_count",
        () => Most().Select(static one => new Measurement<int>(one.ChangeCount, new KeyValuePair<string, object?>("service", $"{one.Key.NamespaceId}@{one.Key.Group}@{one.Key.Name}"))),
        null,
        "Changes of the services that changed most often this week");

    internal IReadOnlyList<ServiceEntry> Most()
    {
        lock (_gate)
        {
            if (_week.Turned())
            {
                foreach (var service in services.All) service.ForgetChanges();
            }
        }
        var most = new PriorityQueue<ServiceEntry, int>(Shown + 1);
        foreach (var service in services.All)
        {
            if (service.ChangeCount is > 0 and var count) most.Enqueue(service, count);
            if (most.Count > Shown) most.Dequeue();
        }
        var found = new List<ServiceEntry>(most.Count);
        while (most.TryDequeue(out var service, out _)) found.Add(service);
        found.Reverse();
        return found;
    }
}
