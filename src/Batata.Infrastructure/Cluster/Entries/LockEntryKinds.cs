using Batata.Application.Locks;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of locks, <c>proto/cluster/locks.proto</c>.</summary>
internal static class LockEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<AcquireLockEntry, bool>(
            Number.AcquireLock,
            static (entry, record) => record.AcquireLock = new Wire.AcquireLock { Key = entry.Key, AtMs = entry.AtMs, LeaseMs = entry.LeaseMs },
            static record => new AcquireLockEntry(record.AcquireLock.Key, record.AcquireLock.AtMs, record.AcquireLock.LeaseMs)),
        new EntryKind<ReleaseLockEntry, bool>(
            Number.ReleaseLock,
            static (entry, record) => record.ReleaseLock = new Wire.ReleaseLock { Key = entry.Key },
            static record => new ReleaseLockEntry(record.ReleaseLock.Key)),
        new EntryKind<ForgetLocksEntry, int>(
            Number.ForgetLocks,
            static (entry, record) => record.ForgetLocks = new Wire.ForgetLocks { OverBeforeMs = entry.OverBeforeMs },
            static record => new ForgetLocksEntry(record.ForgetLocks.OverBeforeMs)),
    ];
}
