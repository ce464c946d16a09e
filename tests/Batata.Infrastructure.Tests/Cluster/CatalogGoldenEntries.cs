using Batata.Application.Abstractions;
using Batata.Application.Catalog;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of Consul's catalog and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class CatalogGoldenEntries
{
    public static IEnumerable<(IReplicatedEntry Entry, string Bytes)> All { get; } =
    [
        (new RegisterCatalogEntry(
            new CatalogNode("n1", "7d3c1a09-5b6e-4f70-8a91-b2c3d4e5f609", "10.0.0.1", new Dictionary<string, string> { ["lan"] = "10.0.0.1" }, null, 0, 0), true,
            new ServiceInstance(
                "n1", "web-1", "web", "connect-proxy", ["v1"], "10.0.0.2", 80, [new ServicePort("http", 80, true)],
                new Dictionary<string, ServiceAddress> { ["lan"] = new("10.0.0.2", 80) }, new Dictionary<string, string> { ["a"] = "b" }, "/s", new ServiceWeights(1, 2),
                true, new ServiceProxy("app", "app-1", "{}"), true, "null", 0, 0),
            [new HealthCheck("n1", "c1", "n", "passing", "o", "p", "web-1", "web", ["v1"], "ttl", "10s", "1s", 5, "{}", 3, 4)]),
            "0a1000112233445566778899aabbccddeeff821990020a470a026e31122437643363316130392d356236652d346637302d386139312d623263336434"
                + "6535663630391a0831302e302e302e3122110a0f0a036c616e120831302e302e302e3110011a7e0a026e3112057765622d311a03776562220d636f6e"
                + "6e6563742d70726f78792a027631320831302e302e302e323850420a0a0468747470105018014a110a036c616e120831302e302e302e32185052080a"
                + "060a01611201625a022f736001680270017a100a0361707012056170702d311a027b7d8001018a01046e756c6c22430a026e31120263311a016e2207"
                + "70617373696e672a016f3201703a057765622d3142037765624a027631520374746c5a0331307362023173680572027b7d7803800104"),
        (new RegisterCatalogEntry(new CatalogNode("n1", "", "", null, new Dictionary<string, string>(), 0, 0), false, null, []), "0a1000112233445566778899aabbccddeeff8219080a060a026e312a00"),
        (new DeregisterCatalogEntry("n1", "web-1", "c1"), "0a1000112233445566778899aabbccddeeff8a190f0a026e3112057765622d311a026331"),
    ];
}
