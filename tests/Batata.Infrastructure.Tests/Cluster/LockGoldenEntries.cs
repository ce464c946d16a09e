using Batata.Application.Abstractions;
using Batata.Application.Locks;
using Batata.Domain.Locks;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of locks and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class LockGoldenEntries
{
    public static (IReplicatedEntry Entry, string Bytes)[] All { get; } =
    [
        (new AcquireLockEntry("orders", 0x0102030405060708, 30_000, 7),
            "0a1000112233445566778899aabbccddeeffc20c200a150a066f726465727311080706050403020118b0ea01110700000000000000"),
        (new AcquireLockEntry("orders", 0x0102030405060708, 30_000, null),
            "0a1000112233445566778899aabbccddeeffc20c170a150a066f726465727311080706050403020118b0ea01"),
        (new ReleaseLockEntry("orders"),
            "0a1000112233445566778899aabbccddeeffca0c080a066f7264657273"),
        (new ForgetLocksEntry([new HeldLock("a", 1, 5), new HeldLock("b", 2, 6)]),
            "0a1000112233445566778899aabbccddeeffd20c200a0e0a016111010000000000000018050a0e0a01621102000000000000001806"),
    ];
}
