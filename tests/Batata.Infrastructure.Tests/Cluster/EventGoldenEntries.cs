using Batata.Application.Abstractions;
using Batata.Application.Coordinates;
using Batata.Application.Events;
using Batata.Domain.Coordinates;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of Consul's events and coordinates and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class EventGoldenEntries
{
    public static IEnumerable<(IReplicatedEntry Entry, string Bytes)> All { get; } =
    [
        (new FireEventEntry("adf4238a-882b-9ddc-4a9d-5b6758e4159e", "deploy", [1, 2, 255], new EventFilters("^n", "^w", "v1"), ["node1"]),
            "0a1000112233445566778899aabbccddeeff921c480a2461646634323338612d383832622d396464632d346139642d35623637353865343135396512066465706c6f791a030102ff22025e6e2a025e77320276313a070a056e6f646531"),
        (new FireEventEntry("adf4238a-882b-9ddc-4a9d-5b6758e4159e", "deploy", [], new EventFilters("", "", ""), null),
            "0a1000112233445566778899aabbccddeeff921c2e0a2461646634323338612d383832622d396464632d346139642d35623637353865343135396512066465706c6f79"),
        (new UpdateCoordinatesEntry([new NodeCoordinate("node1", "", new Coordinate([0.5, 0, 0, 0, 0, 0, 0, -1], 1.5, 0, 0.00001))]),
            "0a1000112233445566778899aabbccddeeff9a1c5d0a5b0a056e6f6465311a40000000000000e03f000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000f0bf21000000000000f83f31f168e388b5f8e43e"),
    ];
}
