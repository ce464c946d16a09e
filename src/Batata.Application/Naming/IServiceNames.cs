using Batata.Domain.Naming;

namespace Batata.Application.Naming;

/// <summary>Which services there are. From memory, never behind a write that this node acknowledged.</summary>
public interface IServiceNames
{
    /// <summary>Services of one group, those without instances too, sorted by name. Protocol source: Nacos <c>ServiceListRequestHandler</c>.</summary>
    /// <param name="page">From 1; what is below counts as 1.</param>
    /// <param name="pageSize">Nothing is listed when it is not positive.</param>
    ServiceNames List(string namespaceId, string group, int page, int pageSize);

    /// <summary>Services of a namespace in which somebody is registered; a moment's view.</summary>
    IEnumerable<ServiceKey> Published(string namespaceId);

    /// <summary>Somebody is registered in it.</summary>
    bool IsPublished(in ServiceKey service);
}

/// <param name="Count">All of the group, not only those of the page.</param>
public readonly record struct ServiceNames(int Count, IReadOnlyList<string> Page);
