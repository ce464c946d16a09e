using System.Text;
using Batata.Testing.Dns;
using Batata.Testing.Nodes;

namespace Batata.Api.Consul.Tests.Dns;

/// <summary>The built server keeps what it read of the catalog; what was acknowledged is in the next answer all the same, by name and by address.</summary>
public sealed class ChangesTests : IAsyncLifetime
{
    private const int NoError = 0, NoName = 3, A = 1, Soa = 6, Ptr = 12;
    private const string Service = ""","Service":{"Service":"web","Port":80,"Address":"10.51.0.1"}""";

    private NodeProcess _node = null!;

    public async Task InitializeAsync() => _node = await NodeProcess.StartNewAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Check_OfTheNode_TakesItsServicesOut_AndBackIn()
    {
        await RegisterAsync("10.50.0.1", Service);
        Assert.Equal((NoError, 1), await AskAsync("web.service.consul", A));
        await RegisterAsync("10.50.0.1", ""","Check":{"CheckID":"c","Name":"c","Status":"critical"}""");
        Assert.Equal((NoName, 0), await AskAsync("web.service.consul", A));
        await RegisterAsync("10.50.0.1", ""","Check":{"CheckID":"c","Name":"c","Status":"passing"}""");
        Assert.Equal((NoError, 1), await AskAsync("web.service.consul", A));
    }

    [Fact]
    public async Task Address_ThatMoves_IsFoundWhereItIs()
    {
        await RegisterAsync("10.50.0.1", Service);
        Assert.Equal((NoError, 1), await AskAsync("1.0.50.10.in-addr.arpa", Ptr));
        await RegisterAsync("10.50.0.2", "");
        Assert.Equal((NoName, 0), await AskAsync("1.0.50.10.in-addr.arpa", Ptr));
        Assert.Equal((NoError, 1), await AskAsync("2.0.50.10.in-addr.arpa", Ptr));
    }

    [Fact]
    public async Task ServiceAddress_IsFoundInTheFormOfIPv6AsWell()
    {
        await RegisterAsync("10.50.0.1", Service);
        Assert.Equal((NoError, 1), await AskAsync("1.0.51.10.in-addr.arpa", Ptr));
        Assert.Equal((NoError, 1), await AskAsync("1.0.0.0.3.3.a.0.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa", Ptr));
    }

    /// <summary>Protocol source: Consul <c>handlePtr</c>, which adds the SOA for the type and once more for the missing name.</summary>
    [Fact]
    public async Task Soa_OfAnUnknownAddress_ComesForTheTypeAndForTheName()
    {
        var answer = await DnsPackets.AskUdpAsync(_node.Ports.Dns, DnsPackets.Question("9.9.9.10.in-addr.arpa", Soa));
        Assert.Equal((NoName, 0, 2), (answer![3] & 0x0f, answer[7], answer[9]));
        answer = await DnsPackets.AskUdpAsync(_node.Ports.Dns, DnsPackets.Question("9.9.9.10.in-addr.arpa", Ptr));
        Assert.Equal((NoName, 0, 1), (answer![3] & 0x0f, answer[7], answer[9]));
    }

    private async Task<(int Code, int Answers)> AskAsync(string name, ushort type)
    {
        var answer = await DnsPackets.AskUdpAsync(_node.Ports.Dns, DnsPackets.Question(name, type));
        Assert.NotNull(answer);
        return (answer[3] & 0x0f, (answer[6] << 8) | answer[7]);
    }

    private async Task RegisterAsync(string address, string more)
    {
        using var http = new HttpClient();
        using var body = new StringContent($$"""{"Node":"ext","Address":"{{address}}"{{more}}}""", Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(_node.Consul + "/v1/catalog/register", body);
        answer.EnsureSuccessStatusCode();
    }
}
