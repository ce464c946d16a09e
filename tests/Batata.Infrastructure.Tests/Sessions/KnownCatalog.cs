using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Tests.Sessions;

/// <summary>A catalog whose nodes and checks a test names.</summary>
internal sealed class KnownCatalog : ICatalogRepository
{
    private readonly HashSet<string> _nodes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Node, string Check), string> _checks = [];

    public KnownCatalog With(string node, params (string Id, string Status)[] checks)
    {
        _nodes.Add(node);
        foreach (var (id, status) in checks) _checks[(node, id)] = status;
        return this;
    }

    public CatalogNode? FindNode(string name) => _nodes.Contains(name) ? new CatalogNode(name, "", "10.0.0.1", null, null, 1, 1) : null;

    public HealthCheck? FindCheck(string node, string checkId) => _checks.TryGetValue((node, checkId), out var status)
        ? new HealthCheck(node, checkId, checkId, status, "", "", "", "", [], "", "", "", 0, "{}", 1, 1)
        : null;

    public CatalogNode? FindNodeById(string id) => null;

    public ServiceInstance? FindService(string node, string id) => null;

    public IReadOnlyList<ServiceInstance> ServicesOf(string node) => [];

    public IReadOnlyList<HealthCheck> ChecksOf(string node) => [];

    public IReadOnlyList<HealthCheck> ChecksOf(string node, string serviceId) => [];

    public IReadOnlyList<ServiceNames> NamesOn(string node) => [];

    public bool HasService(string name) => false;

    public int NumberOf(string service) => throw new NotSupportedException();

    public void FreeNumber(string service) => throw new NotSupportedException();

    public void Save(CatalogNode node) => throw new NotSupportedException();

    public void Save(ServiceInstance service) => throw new NotSupportedException();

    public void Save(HealthCheck check) => throw new NotSupportedException();

    public void RemoveNode(string name) => throw new NotSupportedException();

    public void RemoveService(string node, string id) => throw new NotSupportedException();

    public void RemoveCheck(string node, string checkId) => throw new NotSupportedException();
}
