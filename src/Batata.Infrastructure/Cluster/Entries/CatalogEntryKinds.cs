using Batata.Application.Catalog;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of Consul's catalog, <c>proto/cluster/catalog.proto</c>.</summary>
internal static class CatalogEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<RegisterCatalogEntry, bool>(
            Number.RegisterCatalog,
            static (entry, record) => record.RegisterCatalog = ToWire(entry),
            static record => ToEntry(record.RegisterCatalog)),
        new EntryKind<DeregisterCatalogEntry, bool>(
            Number.DeregisterCatalog,
            static (entry, record) => record.DeregisterCatalog = new() { Node = entry.Node, ServiceId = entry.ServiceId, CheckId = entry.CheckId },
            static record => new DeregisterCatalogEntry(record.DeregisterCatalog.Node, record.DeregisterCatalog.ServiceId, record.DeregisterCatalog.CheckId)),
    ];

    private static Wire.RegisterCatalog ToWire(RegisterCatalogEntry entry)
    {
        var message = new Wire.RegisterCatalog { Node = entry.Node.ToWire(), SkipNodeUpdate = entry.SkipNodeUpdate, Service = entry.Service?.ToWire() };
        message.Checks.AddRange(entry.Checks.Select(CatalogWire.ToWire));
        return message;
    }

    private static RegisterCatalogEntry ToEntry(Wire.RegisterCatalog message) =>
        new(message.Node.ToDomain(), message.SkipNodeUpdate, message.Service?.ToDomain(), [.. message.Checks.Select(CatalogWire.ToDomain)]);
}
