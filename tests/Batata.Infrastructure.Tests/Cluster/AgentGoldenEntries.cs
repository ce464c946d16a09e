using Batata.Application.Abstractions;
using Batata.Application.Agents;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of Consul's agents and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class AgentGoldenEntries
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    private static readonly ServiceInstance Instance = new(
        "n1", "web-1", "web", "", ["v1"], "10.0.0.2", 80, [], new Dictionary<string, ServiceAddress> { ["lan"] = new("10.0.0.2", 80) },
        new Dictionary<string, string> { ["a"] = "b" }, "", new ServiceWeights(1, 2), true, null, false, null, 0, 0);

    private static readonly CheckDefinition Definition = new()
    {
        Http = "h", Method = "GET", Header = new Dictionary<string, IReadOnlyList<string>> { ["x"] = ["1", "2"] }, Body = "b", DisableRedirects = true, Tcp = "t", TcpUseTls = true,
        Udp = "u", Grpc = "g", GrpcUseTls = true, H2Ping = "p", H2PingUseTls = true, TlsServerName = "s", TlsSkipVerify = true, ScriptArgs = ["a", "b"], DockerContainerId = "d",
        Shell = "sh", OsService = "o", AliasNode = "an", AliasService = "as", Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(2), Ttl = TimeSpan.FromSeconds(3),
        SuccessBeforePassing = 1, FailuresBeforeWarning = 2, FailuresBeforeCritical = 3, DeregisterCriticalAfter = TimeSpan.FromMinutes(1), OutputMaxSize = 4, Token = "k",
    };

    private static readonly AgentCheck Check = new(
        new HealthCheck("n1", "c1", "n", "passing", "o", "p", "web-1", "web", ["v1"], "ttl", "10s", "1s", 0, "{}", 0, 0), Definition, 7, At, true, At, true, true);

    public static IEnumerable<(IReplicatedEntry Entry, string Bytes)> All { get; } =
    [
        (new RegisterAgentServiceEntry(
            new AgentService(Instance, false, true, "k"), [Check], new AgentService(Instance with { Id = "web-1-sidecar-proxy" }, true, false, ""), [Check], true, At),
            "0a1000112233445566778899aabbccddeeffa21ac8040a4a0a430a026e3112057765622d311a037765622a027631320831302e302e302e3238504a"
                + "110a036c616e120831302e302e302e32185052080a060a0161120162600168027001180122016b12cb010a3c0a026e31120263311a016e22077061"
                + "7373696e672a016f3201703a057765622d3142037765624a027631520374746c5a033130736202317372027b7d12750a016812034745541a090a01"
                + "78120131120132220162280132017438014201754a016750015a017060016a017370017a01617a0162820101648a010273689201016f9a0102616e"
                + "a201026173a80180ade204b00180dac409b8018087a70ec00101c80102d00103d801808c8d9e02e00104ea01016b180720fbd095ffbc31280130fb"
                + "d095ffbc31380140011a550a510a026e3112137765622d312d736964656361722d70726f78791a037765622a027631320831302e302e302e323850"
                + "4a110a036c616e120831302e302e302e32185052080a060a0161120162600168027001100122cb010a3c0a026e31120263311a016e220770617373"
                + "696e672a016f3201703a057765622d3142037765624a027631520374746c5a033130736202317372027b7d12750a016812034745541a090a017812"
                + "0131120132220162280132017438014201754a016750015a017060016a017370017a01617a0162820101648a010273689201016f9a0102616ea201"
                + "026173a80180ade204b00180dac409b8018087a70ec00101c80102d00103d801808c8d9e02e00104ea01016b180720fbd095ffbc31280130fbd095"
                + "ffbc3138014001280130fbd095ffbc31"),
        (new RegisterAgentServiceEntry(new AgentService(Instance, false, false, ""), [], null, [], false, At), "0a1000112233445566778899aabbccddeeffa21a4e0a450a430a026e3112057765622d311a037765622a027631320831302e302e302e3238504a11"
                + "0a036c616e120831302e302e302e32185052080a060a016112016260016802700130fbd095ffbc31"),
        (new RegisterAgentCheckEntry(Check with { CriticalSince = null, Definition = CheckDefinition.None }, At), "0a1000112233445566778899aabbccddeeffaa1a5a0a510a3c0a026e31120263311a016e220770617373696e672a016f3201703a057765622d3142"
                + "037765624a027631520374746c5a033130736202317372027b7d12026001180720fbd095ffbc3128013801400110fbd095ffbc31"),
        (new DeregisterAgentEntry("n1", true, "web-1", true), "0a1000112233445566778899aabbccddeeffb21a0f0a026e3110011a057765622d312001"),
        (new ReportAgentCheckEntry("n1", "c1", "critical", "o", 7, At, At), "0a1000112233445566778899aabbccddeeffba1a250a026e31120263311a08637269746963616c22016f280730fbd095ffbc3138fbd095ffbc31"),
        (new ReportAgentCheckEntry("n1", "c1", "critical", "o", 0, At, null), "0a1000112233445566778899aabbccddeeffba1a1c0a026e31120263311a08637269746963616c22016f30fbd095ffbc31"),
        (new SetAgentMaintenanceEntry("n1", "web-1", true, "r", At), "0a1000112233445566778899aabbccddeeffc21a170a026e3112057765622d31180122017228fbd095ffbc31"),
        (new SyncAgentEntry("n1", ["c1"]), "0a1000112233445566778899aabbccddeeffca1a080a026e3112026331"),
    ];
}
