using Batata.Application.KeyValue;
using Google.Protobuf;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of Consul's KV store, <c>proto/cluster/key_values.proto</c>.</summary>
internal static class KeyValueEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<WriteKeyEntry, bool>(
            Number.WriteKey,
            static (entry, record) => record.WriteKey = ToWire(entry),
            static record => ToEntry(record.WriteKey)),
        new EntryKind<ReapTombstonesEntry, int>(
            Number.ReapTombstones,
            static (entry, record) => record.ReapTombstones = new Wire.ReapTombstones { UpTo = entry.UpTo },
            static record => new ReapTombstonesEntry(record.ReapTombstones.UpTo)),
    ];

    // The verbs have the same numbers on both sides.
    public static Wire.WriteKey ToWire(WriteKeyEntry entry) => new()
    {
        Verb = (Wire.KeyVerb)entry.Verb,
        Key = entry.Key,
        Value = UnsafeByteOperations.UnsafeWrap(entry.Value),
        Flags = entry.Flags,
        Index = entry.Index,
        Session = entry.Session,
        OverDelay = entry.OverDelay,
    };

    public static WriteKeyEntry ToEntry(Wire.WriteKey message) =>
        new((KeyVerb)message.Verb, message.Key, message.Value.ToByteArray(), message.Flags, message.Index, message.Session, message.OverDelay);
}
