using Batata.Application.Locks;
using Batata.Domain.Locks;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of locks, <c>proto/cluster/locks.proto</c>.</summary>
internal static class LockEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<AcquireLockEntry, bool>(
            Number.AcquireLock,
            static (entry, record) =>
            {
                var message = new Wire.AcquireLock { Lock = ToWire(new HeldLock(entry.Key, entry.Token, entry.LeaseMs)) };
                if (entry.OverToken is { } over) message.OverToken = over;
                record.AcquireLock = message;
            },
            static record =>
            {
                var message = record.AcquireLock;
                return new AcquireLockEntry(message.Lock.Key, message.Lock.Token, message.Lock.LeaseMs, message.HasOverToken ? message.OverToken : null);
            }),
        new EntryKind<ReleaseLockEntry, bool>(
            Number.ReleaseLock,
            static (entry, record) => record.ReleaseLock = new Wire.ReleaseLock { Key = entry.Key },
            static record => new ReleaseLockEntry(record.ReleaseLock.Key)),
        new EntryKind<ForgetLocksEntry, int>(
            Number.ForgetLocks,
            static (entry, record) => record.ForgetLocks = new Wire.ForgetLocks { Locks = { entry.Locks.Select(ToWire) } },
            static record => new ForgetLocksEntry([.. record.ForgetLocks.Locks.Select(static l => new HeldLock(l.Key, l.Token, l.LeaseMs))])),
    ];

    private static Wire.HeldLock ToWire(HeldLock held) => new() { Key = held.Key, Token = held.Token, LeaseMs = held.LeaseMs };
}
