using Batata.Application.Abstractions;
using Batata.Application.KeyHistory;
using Batata.Application.KeyValue;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of Consul's keys and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class KeyValueGoldenEntries
{
    public static IEnumerable<(IReplicatedEntry Entry, string Bytes)> All { get; } =
    [
        (new WriteKeyEntry(KeyVerb.Lock, "app/leader", [0, 1, 255], ulong.MaxValue, 7, "adf4238a-882b-9ddc-4a9d-5b6758e4159e", 42),
            "0a1000112233445566778899aabbccddeeffe212480803120a6170702f6c65616465721a030001ff20ffffffffffffffffff012807322461646634323338612d383832622d396464632d346139642d356236373538653431353965382a"),
        (new ReapTombstonesEntry(77), "0a1000112233445566778899aabbccddeefffa1202084d"),
        (new WriteKeyEntry(
            KeyVerb.Set, "k", "v"u8.ToArray(), 0, 0, "", 0, new KeyOrigin(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), "acc", "10.0.0.1", 20, 65_536, 77)),
            "0a1000112233445566778899aabbccddeeffe21228080112016b1a0176421e08fbd095ffbc3112036163631a0831302e302e302e31201428808004304d"),
        (new ForgetKeyHistoryEntry(9), "0a1000112233445566778899aabbccddeeffd214020809"),
    ];
}
