using System.Collections.Concurrent;
using System.Collections.Immutable;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>All that is known by service, and which of it are services, by namespace.</summary>
internal sealed class ServiceTable
{
    private readonly ConcurrentDictionary<ServiceKey, ServiceEntry> _entries = new();
    private readonly ConcurrentDictionary<string, NamespaceServices> _namespaces = new(StringComparer.Ordinal);

    /// <summary>A moment's view, in no order; with those that are no services.</summary>
    public IEnumerable<ServiceEntry> All => _entries.Select(static pair => pair.Value);

    public IEnumerable<string> Namespaces => _namespaces.Where(static n => n.Value.Count > 0).Select(static n => n.Key);

    public int ServiceCount => _namespaces.Sum(static n => n.Value.Count);

    public ServiceEntry? Find(in ServiceKey key) => _entries.GetValueOrDefault(key);

    public ServiceEntry FindOrAdd(in ServiceKey key) => _entries.TryGetValue(key, out var found) ? found : _entries.GetOrAdd(key, static k => new ServiceEntry(k));

    /// <summary>Services of a namespace by group and name; empty when there is none.</summary>
    public ImmutableArray<ServiceEntry> In(string namespaceId) => _namespaces.TryGetValue(namespaceId, out var services) ? services.Sorted() : [];

    /// <summary>Under the gate of the entry: it is a service from now on, or none any more (null).</summary>
    public void SetKind(ServiceEntry entry, ServiceKind? kind)
    {
        if (entry.Kind == kind) return;
        var services = _namespaces.GetOrAdd(entry.Key.NamespaceId, static _ => new NamespaceServices());
        if (kind is null) services.Remove(entry);
        else services.Add(entry);
        entry.Kind = kind;
    }

    /// <summary>Under the gate of the entry: forgets it when nothing is left of it.</summary>
    public void Collect(ServiceEntry entry)
    {
        if (!entry.Forgettable || entry.Removed) return;
        entry.Removed = true;
        _entries.TryRemove(new KeyValuePair<ServiceKey, ServiceEntry>(entry.Key, entry));
    }
}
