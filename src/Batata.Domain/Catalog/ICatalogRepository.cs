namespace Batata.Domain.Catalog;

/// <summary>
/// Rows of Consul's catalog for the applying thread. Names of nodes and services, and ids of services and checks, are taken in any case. What belongs
/// together and which indexes move is not known here but to the writer.
/// </summary>
public interface ICatalogRepository
{
    CatalogNode? FindNode(string name);

    /// <param name="id">A whole one.</param>
    CatalogNode? FindNodeById(string id);

    ServiceInstance? FindService(string node, string id);

    HealthCheck? FindCheck(string node, string checkId);

    IReadOnlyList<ServiceInstance> ServicesOf(string node);

    IReadOnlyList<HealthCheck> ChecksOf(string node);

    IReadOnlyList<HealthCheck> ChecksOf(string node, string serviceId);

    /// <summary>What the services on the node are called and stand for, in small letters, each once.</summary>
    IReadOnlyList<ServiceNames> NamesOn(string node);

    /// <summary>There is an instance of it somewhere.</summary>
    bool HasService(string name);

    void Save(CatalogNode node);

    void Save(ServiceInstance service);

    void Save(HealthCheck check);

    /// <summary>The row of the node alone.</summary>
    void RemoveNode(string name);

    void RemoveService(string node, string id);

    void RemoveCheck(string node, string checkId);

    /// <summary>The number of a service among those that have a virtual address; the lowest free one when it has none yet.</summary>
    int NumberOf(string service);

    void FreeNumber(string service);
}
