using Batata.Application.Abstractions;
using Batata.Application.Cluster;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries about the cluster itself and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class MarkGoldenEntries
{
    public static (IReplicatedEntry Entry, string Bytes)[] All { get; } =
    [
        (new MarkStateEntry("m"), "0a1000112233445566778899aabbccddeeffc211030a016d"),
        (new RaiseFeatureLevelEntry(3), "0a1000112233445566778899aabbccddeeffca11020803"),
    ];
}
