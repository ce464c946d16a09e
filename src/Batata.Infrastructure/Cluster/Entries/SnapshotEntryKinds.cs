using Batata.Application.Snapshots;
using Google.Protobuf;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Restores of Consul's state, <c>proto/cluster/snapshots.proto</c>.</summary>
internal static class SnapshotEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<StageSnapshotPartEntry, bool>(
            Number.StageSnapshotPart,
            static (entry, record) => record.StageSnapshotPart = new Wire.StageSnapshotPart
            {
                RestoreId = entry.RestoreId, Part = entry.Part, Content = UnsafeByteOperations.UnsafeWrap(entry.Content),
            },
            static record => new StageSnapshotPartEntry(record.StageSnapshotPart.RestoreId, record.StageSnapshotPart.Part, record.StageSnapshotPart.Content.ToByteArray())),
        new EntryKind<RestoreConsulStateEntry, bool>(
            Number.RestoreConsulState,
            static (entry, record) => record.RestoreConsulState = new Wire.RestoreConsulState
            {
                RestoreId = entry.RestoreId, Parts = entry.Parts, Hash = UnsafeByteOperations.UnsafeWrap(entry.Hash),
            },
            static record => new RestoreConsulStateEntry(record.RestoreConsulState.RestoreId, record.RestoreConsulState.Parts, record.RestoreConsulState.Hash.ToByteArray())),
    ];
}
