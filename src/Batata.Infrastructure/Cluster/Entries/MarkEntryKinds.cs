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
        // Of level 0, though older releases do not know it: it is never written before every voter has shown a level above 0.
        new EntryKind<RaiseFeatureLevelEntry, bool>(
            Number.RaiseFeatureLevel,
            static (entry, record) => record.RaiseFeatureLevel = new Wire.RaiseFeatureLevel { Level = entry.Level },
            static record => new RaiseFeatureLevelEntry(record.RaiseFeatureLevel.Level)),
    ];
}
