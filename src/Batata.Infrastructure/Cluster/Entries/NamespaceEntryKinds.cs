using Batata.Application.Namespaces;
using Batata.Domain.Namespaces;
using Batata.Domain.Shared;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of namespaces, <c>proto/cluster/namespaces.proto</c>.</summary>
internal static class NamespaceEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<CreateNamespaceEntry, Done>(
            Number.CreateNamespace,
            static (entry, record) =>
            {
                var (id, name, description) = entry.Namespace;
                record.CreateNamespace = new Wire.CreateNamespace { Id = id, Name = name, AtMs = entry.At.ToUnixTimeMilliseconds() };
                if (description is not null) record.CreateNamespace.Description = description;
            },
            static record => new CreateNamespaceEntry(
                new Namespace(record.CreateNamespace.Id, record.CreateNamespace.Name, record.CreateNamespace.HasDescription ? record.CreateNamespace.Description : null),
                DateTimeOffset.FromUnixTimeMilliseconds(record.CreateNamespace.AtMs))),
        new EntryKind<UpdateNamespaceEntry, Done>(
            Number.UpdateNamespace,
            static (entry, record) =>
            {
                var (id, name, description) = entry.Namespace;
                record.UpdateNamespace = new Wire.UpdateNamespace { Id = id, Name = name, AtMs = entry.At.ToUnixTimeMilliseconds() };
                if (description is not null) record.UpdateNamespace.Description = description;
            },
            static record => new UpdateNamespaceEntry(
                new Namespace(record.UpdateNamespace.Id, record.UpdateNamespace.Name, record.UpdateNamespace.HasDescription ? record.UpdateNamespace.Description : null),
                DateTimeOffset.FromUnixTimeMilliseconds(record.UpdateNamespace.AtMs))),
        new EntryKind<RemoveNamespaceEntry, Done>(
            Number.RemoveNamespace,
            static (entry, record) => record.RemoveNamespace = new Wire.RemoveNamespace { Id = entry.Id },
            static record => new RemoveNamespaceEntry(record.RemoveNamespace.Id)),
    ];
}
