using Batata.Application.Abstractions;
using Batata.Application.Locks;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of locks and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class LockGoldenEntries
{
    public static (IReplicatedEntry Entry, string Bytes)[] All { get; } =
    [
        (new AcquireLockEntry("orders", 1_700_000_000_123, 30_000), "0a1000112233445566778899aabbccddeeffc20c130a066f726465727310fbd095ffbc3118b0ea01"),
        (new ReleaseLockEntry("orders"), "0a1000112233445566778899aabbccddeeffca0c080a066f7264657273"),
        (new ForgetLocksEntry(1_700_000_000_123), "0a1000112233445566778899aabbccddeeffd20c0708fbd095ffbc31"),
    ];
}
