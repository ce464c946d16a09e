using Batata.Application.Abstractions;
using Batata.Application.Sessions;
using Batata.Domain.Sessions;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of Consul's sessions and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class SessionGoldenEntries
{
    public static IEnumerable<(IReplicatedEntry Entry, string Bytes)> All { get; } =
    [
        (new CreateSessionEntry(new Session(
            "adf4238a-882b-9ddc-4a9d-5b6758e4159e", "leader", "node1", 15_000_000_000, SessionBehavior.Delete, "15s", 15_000, ["serfHealth"], [new SessionServiceCheck("web", "")], null)),
            "0a1000112233445566778899aabbccddeeffea125c0a2461646634323338612d383832622d396464632d346139642d35623637353865343135396512066c65616465721a056e6f6465312080acc7f03728013203313573389875420c0a0a736572664865616c74684a070a050a03776562"),
        (new EndSessionsEntry(["adf4238a-882b-9ddc-4a9d-5b6758e4159e"]),
            "0a1000112233445566778899aabbccddeefff212260a2461646634323338612d383832622d396464632d346139642d356236373538653431353965"),
    ];
}
