using Batata.Application.Catalog;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Catalog;

/// <summary>A node of the cluster as the catalog must show it.</summary>
internal sealed record MemberSeen(CatalogNode Node, bool IsAlive)
{
    public RegisterCatalogEntry Entry => new(Node, false, OwnNode.Service(Node.Name), [OwnNode.Health(Node.Name, IsAlive)]);

    public bool IsShownBy(NodeContent found) => Node.IsSameAs(found.Node)
        && found.Services.Any(service => service.Id == OwnNode.ServiceId && service.IsSameAs(OwnNode.Service(Node.Name)))
        && found.Checks.Any(check => check.CheckId == CatalogNode.SerfCheckId && check.IsSameAs(OwnNode.Health(Node.Name, IsAlive)));
}
