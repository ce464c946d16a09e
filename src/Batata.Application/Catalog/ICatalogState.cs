using Batata.Domain.Catalog;

namespace Batata.Application.Catalog;

/// <summary>What the catalog has, for appliers of other contexts: they judge by it and change it through <see cref="ICatalogWriter"/>. For the applying thread.</summary>
public interface ICatalogState
{
    CatalogNode? FindNode(string name);

    /// <param name="id">A whole one.</param>
    CatalogNode? FindNodeById(string id);

    ServiceInstance? FindService(string node, string id);

    HealthCheck? FindCheck(string node, string checkId);

    IReadOnlyList<ServiceInstance> ServicesOf(string node);

    IReadOnlyList<HealthCheck> ChecksOf(string node);
}

internal sealed class CatalogState(ICatalogRepository catalog) : ICatalogState
{
    public CatalogNode? FindNode(string name) => catalog.FindNode(name);

    public CatalogNode? FindNodeById(string id) => catalog.FindNodeById(id);

    public ServiceInstance? FindService(string node, string id) => catalog.FindService(node, id);

    public HealthCheck? FindCheck(string node, string checkId) => catalog.FindCheck(node, checkId);

    public IReadOnlyList<ServiceInstance> ServicesOf(string node) => catalog.ServicesOf(node);

    public IReadOnlyList<HealthCheck> ChecksOf(string node) => catalog.ChecksOf(node);
}
