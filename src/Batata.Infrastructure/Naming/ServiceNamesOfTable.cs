using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>Lists from the sorted view that each namespace keeps of its services.</summary>
internal sealed class ServiceNamesOfTable(ServiceTable services) : IServiceNames
{
    public ServiceNames List(string namespaceId, string group, int page, int pageSize)
    {
        var all = services.In(namespaceId).AsSpan();
        var first = FirstOf(all, group);
        var count = 0;
        while (first + count < all.Length && all[first + count].Key.Group == group) count++;
        var from = Math.Min((long)(Math.Max(page, 1) - 1) * Math.Max(pageSize, 0), count);
        var names = new string[Math.Clamp(pageSize, 0, count - (int)from)];
        for (var i = 0; i < names.Length; i++) names[i] = all[first + (int)from + i].Key.Name;
        return new ServiceNames(count, names);
    }

    public IEnumerable<ServiceKey> Published(string namespaceId)
    {
        foreach (var service in services.In(namespaceId))
        {
            if (service.PublicationCount > 0) yield return service.Key;
        }
    }

    public bool IsPublished(in ServiceKey service) => services.Find(service) is { PublicationCount: > 0 };

    private static int FirstOf(ReadOnlySpan<ServiceEntry> sorted, string group)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(sorted[middle].Key.Group, group) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
