using Batata.Application.KeyHistory;
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
        new EntryKind<ForgetKeyHistoryEntry, int>(
            Number.ForgetKeyHistory,
            static (entry, record) => record.ForgetKeyHistory = new Wire.ForgetKeyHistory { UpTo = entry.UpTo },
            static record => new ForgetKeyHistoryEntry(record.ForgetKeyHistory.UpTo)),
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
        Origin = ToWire(entry.Origin),
    };

    public static WriteKeyEntry ToEntry(Wire.WriteKey message) =>
        new((KeyVerb)message.Verb, message.Key, message.Value.ToByteArray(), message.Flags, message.Index, message.Session, message.OverDelay, ToOrigin(message.Origin));

    public static Wire.KeyOrigin? ToWire(KeyOrigin? origin) => origin is null ? null : new()
    {
        AtMs = origin.At.ToUnixTimeMilliseconds(),
        By = origin.By,
        Address = origin.Address,
        Keep = origin.Keep,
        MaxValue = origin.MaxValueBytes,
        RestoredFrom = origin.RestoredFrom,
    };

    public static KeyOrigin? ToOrigin(Wire.KeyOrigin? message) => message is null
        ? null
        : new KeyOrigin(DateTimeOffset.FromUnixTimeMilliseconds(message.AtMs), message.By, message.Address, message.Keep, message.MaxValue, message.RestoredFrom);
}
