using Batata.Application.Abstractions;
using Batata.Application.Snapshots;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of restores and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class ConsulSnapshotGoldenEntries
{
    public static IEnumerable<(IReplicatedEntry Entry, string Bytes)> All { get; } =
    [
        (new StageSnapshotPartEntry("ab", 3, [1, 2]), "0a1000112233445566778899aabbccddeeff8a130a0a02616210031a020102"),
        (new RestoreConsulStateEntry("ab", 4, [5, 6]), "0a1000112233445566778899aabbccddeeff92130a0a02616210041a020506"),
    ];
}
