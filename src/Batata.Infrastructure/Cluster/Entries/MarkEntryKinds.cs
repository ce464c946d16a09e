using Batata.Application.Cluster;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries about the cluster itself, <c>proto/cluster/marks.proto</c>.</summary>
internal static class MarkEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<MarkStateEntry, bool>(
            Number.MarkState,
            static (entry, record) => record.MarkState = new Wire.MarkState { MarkId = entry.MarkId },
            static record => new MarkStateEntry(record.MarkState.MarkId)),
    ];
}
