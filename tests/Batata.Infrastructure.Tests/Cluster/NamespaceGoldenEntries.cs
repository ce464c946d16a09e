using Batata.Application.Abstractions;
using Batata.Application.Namespaces;
using Batata.Domain.Namespaces;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of namespaces and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class NamespaceGoldenEntries
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    public static (IReplicatedEntry Entry, string Bytes)[] All { get; } =
    [
        (new CreateNamespaceEntry(new Namespace("team-a", "Team A", "first"), At), "0a1000112233445566778899aabbccddeeffe20d1e0a067465616d2d6112065465616d20411a05666972737420fbd095ffbc31"),
        (new UpdateNamespaceEntry(new Namespace("team-a", "Team B", null), At), "0a1000112233445566778899aabbccddeeffea0d170a067465616d2d6112065465616d204220fbd095ffbc31"),
        (new RemoveNamespaceEntry("team-a"), "0a1000112233445566778899aabbccddeefff20d080a067465616d2d61"),
    ];
}
