namespace Batata.Domain.Catalog;

/// <summary>
/// Consul's catalog for the applying thread. Names of nodes and services are taken in any case. What is saved or removed moves the indexes of
/// the tables, services and nodes that show it; the rules of what belongs together are not here but with the writer.
/// </summary>
public interface ICatalogRepository
{
    CatalogNode? FindNode(string name);

    CatalogNode? FindNodeById(string id);

    ServiceInstance? FindService(string node, string id);

    HealthCheck? FindCheck(string node, string checkId);

    IReadOnlyList<ServiceInstance> ServicesOf(string node);

    IReadOnlyList<HealthCheck> ChecksOf(string node);

    void Save(CatalogNode node);

    void Save(ServiceInstance service);

    void Save(HealthCheck check);

    void RemoveNode(string name, ulong index);

    void RemoveService(string node, string id, ulong index);

    void RemoveCheck(string node, string checkId, ulong index);
}
