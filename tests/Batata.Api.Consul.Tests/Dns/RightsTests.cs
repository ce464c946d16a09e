using Batata.Testing.Dns;
using Batata.Testing.Nodes;

namespace Batata.Api.Consul.Tests.Dns;

/// <summary>With authorization on nobody has rights yet: what a real Consul with default policy deny answers to DNS without a token.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private const int NoError = 0, ServerFailure = 2, NoName = 3;

    private NodeProcess _node = null!;

    public async Task InitializeAsync() => _node = await NodeProcess.StartNewAsync(new NodeSettings
    {
        Properties = new Dictionary<string, string> { ["nacos.core.auth.enabled"] = "true", ["batata.node.name"] = "node1" },
    });

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task NothingOfTheCatalog_IsSeen()
    {
        foreach (var (name, type, code, answers) in ((string, ushort, int, int)[])
            [
                ("consul.service.consul", 1, NoName, 0), ("node1.node.consul", 1, NoName, 0), ("x.query.consul", 1, NoName, 0), ("1.0.0.127.in-addr.arpa", 12, NoName, 0),
                ("web.connect.consul", 1, ServerFailure, 0), ("web.virtual.consul", 1, ServerFailure, 0), ("web.ingress.consul", 1, ServerFailure, 0),
                ("consul", 2, NoError, 0), ("consul", 6, NoError, 1), ("0a000001.addr.consul", 1, NoError, 1),
            ])
        {
            var answer = await DnsPackets.AskUdpAsync(_node.Ports.Dns, DnsPackets.Question(name, type));
            Assert.NotNull(answer);
            Assert.Equal((name, code, answers), (name, answer[3] & 0x0f, (answer[6] << 8) | answer[7]));
        }
    }
}
