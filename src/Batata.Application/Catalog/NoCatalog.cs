using Batata.Domain.Catalog;

namespace Batata.Application.Catalog;

/// <summary>Stands in until there is a catalog: nothing is registered.</summary>
internal sealed class NoCatalog : ICatalogRepository
{
    public CatalogNode? FindNode(string name) => null;

    public CatalogNode? FindNodeById(string id) => null;

    public ServiceInstance? FindService(string node, string id) => null;

    public HealthCheck? FindCheck(string node, string checkId) => null;

    public IReadOnlyList<ServiceInstance> ServicesOf(string node) => [];

    public IReadOnlyList<HealthCheck> ChecksOf(string node) => [];

    public void Save(CatalogNode node) => throw new NotSupportedException();

    public void Save(ServiceInstance service) => throw new NotSupportedException();

    public void Save(HealthCheck check) => throw new NotSupportedException();

    public void RemoveNode(string name, ulong index) => throw new NotSupportedException();

    public void RemoveService(string node, string id, ulong index) => throw new NotSupportedException();

    public void RemoveCheck(string node, string checkId, ulong index) => throw new NotSupportedException();
}
