using Batata.Application.Abstractions;
using Batata.Application.Autopilot;
using Batata.Domain.Autopilot;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of autopilot and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class AutopilotGoldenEntries
{
    public static IEnumerable<(IReplicatedEntry Entry, string Bytes)> All { get; } =
    [
        (new SetAutopilotEntry(new AutopilotSettings(true, 1, 2, 3, 4, "z", true, "v"), 5), "0a1000112233445566778899aabbccddeeffe21c140801100118022003280432017a38014201764805"),
    ];
}
