using Batata.Application.Abstractions;
using Batata.Application.Transactions;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Transactions of Consul and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class TransactionGoldenEntries
{
    public static IEnumerable<(IReplicatedEntry Entry, string Bytes)> All { get; } =
    [
        (new ApplyTransactionEntry(
            [
                new KeyOperation(TransactionKeyVerb.Lock, "a", [7], 1, 2, "adf4238a-882b-9ddc-4a9d-5b6758e4159e", 3),
                new NodeOperation(TransactionVerb.DeleteCas, new CatalogNode("n", "", "10.0.0.1", null, null, 0, 9)),
            ]),
            "0a1000112233445566778899aabbccddeeff82134f0a360a3408031201611a010720012802322461646634323338612d383832622d396464632d346139642d35623637353865343135396538030a1512130805120f0a016e1a0831302e302e302e313809"),
    ];
}
