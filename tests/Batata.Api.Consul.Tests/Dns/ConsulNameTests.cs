using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns;
using Batata.Api.Consul.Dns.Names;
using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Tests.Dns;

/// <summary>How a name below the domain is taken apart. Source: Consul <c>DNSServer.dispatch</c> and what a real one answered.</summary>
public sealed class ConsulNameTests
{
    [Theory]
    [InlineData("web.service.", "Service", "web", "")]
    [InlineData("a.b.web.service.", "Service", "a|b|web", "")]
    [InlineData("web.service.dc1.", "Service", "web", "dc1")]
    [InlineData("web.service.dc1.dc.", "Service", "web", "dc1")]
    [InlineData("web.service.dc1.dc.dc2.dc.", "Service", "web", "dc2")]
    [InlineData("web.service.p.peer.", "Service", "web", "peer p")]
    [InlineData("web.service.http.port.", "Service", "web", "port http")]
    [InlineData("web.service.http.port.dc1.dc.", "Service", "web", "dc1 port http")]
    [InlineData("web.service.p.peer.dc1.dc.", "Service", "web", "nowhere")]
    [InlineData("web.service.x.dc1.", "Service", "web", "nowhere")]
    [InlineData("web.service.default.ns.", "Service", "web", "nowhere")]
    [InlineData("web.service.a.b.c.", "Service", "web", "nowhere")]
    [InlineData("web.node.service.", "Service", "web|node", "")]
    [InlineData("service.service.", "Service", "service", "")]
    [InlineData("service.", "Service", "", "")]
    [InlineData("my.host.node.", "Node", "my|host", "")]
    [InlineData("web.connect.", "Connect", "web", "")]
    [InlineData("web.virtual.p1.", "Virtual", "web", "p1")]
    [InlineData("web.ingress.", "Ingress", "web", "")]
    [InlineData("my.query.query.", "Query", "my|query", "")]
    [InlineData("0a000001.addr.dc9.", "Address", "0a000001", "dc9")]
    [InlineData("web.", "None", "", "nowhere")]
    [InlineData("", "None", "", "nowhere")]
    [InlineData("_web._tcp.", "None", "", "nowhere")]
    [InlineData("dot\\.ted.service.", "Service", "dot\\.ted", "")]
    public void Parse_OfAnAddressQuestion(string name, string kind, string labels, string place) => AssertParsed(name, RecordType.A, kind, labels, place);

    [Theory]
    [InlineData("_web._tcp.", "Service", "_web|_tcp", "")]
    [InlineData("_web._tcp.dc1.", "Service", "_web|_tcp", "dc1")]
    [InlineData("_web._tcp.service.", "Service", "_web|_tcp", "")]
    [InlineData("web.", "None", "", "nowhere")]
    public void Parse_OfAServiceQuestion(string name, string kind, string labels, string place) => AssertParsed(name, RecordType.Srv, kind, labels, place);

    [Theory]
    [InlineData("web.service.", "web", null)]
    [InlineData("v1.web.service.", "web", "v1")]
    [InlineData("a.b.web.service.", "web", "a.b")]
    [InlineData("_web._tcp.service.", "web", null)]
    [InlineData("_web._udp.service.", "web", "udp")]
    [InlineData("_web._.service.", "web", null)]
    [InlineData("_._.service.", "", null)]
    [InlineData("_web.tcp.service.", "tcp", "_web")]
    [InlineData("x._web._tcp.service.", "_tcp", "x._web")]
    [InlineData("_web.service.", "_web", null)]
    public void Service_AndTag(string name, string service, string? tag) => Assert.Equal((service, tag), ConsulName.Parse(name, RecordType.A).Service());

    [Theory]
    [InlineData("1.0.0.10.in-addr.arpa.", "10.0.0.1")]
    [InlineData("0.0.10.in-addr.arpa.", null)]
    [InlineData("01.0.0.10.in-addr.arpa.", null)]
    [InlineData("256.0.0.10.in-addr.arpa.", null)]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.", "2001:db8::1")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.ip6.arpa.", null)]
    [InlineData("arpa.", null)]
    public void ReverseName_IsAWholeAddressOrNone(string name, string? address) => Assert.Equal(address, ReverseName.Parse(name)?.ToString());

    [Theory]
    [InlineData("0a000001", "10.0.0.1")]
    [InlineData("20010db8000000000000000000000001", "2001:db8::1")]
    [InlineData("0a00000", null)]
    [InlineData("0a0000010", null)]
    [InlineData("0a00000g", null)]
    public void HexAddress_HasEightOrThirtyTwoDigits(string digits, string? address) => Assert.Equal(address, ReverseName.ParseHex(digits)?.ToString());

    [Theory]
    [InlineData("web.service.consul", true, "web.service.", "consul.")]
    [InlineData("WEB.Service.ConSul", true, "web.service.", "ConSul.")]
    [InlineData("consul", true, "", "consul.")]
    [InlineData("web.service.alt.consul", true, "web.service.", "alt.consul.")]
    [InlineData("web.service.notconsul", false, "", "consul.")]
    [InlineData("web.service\\.consul", false, "", "consul.")]
    [InlineData(".", false, "", "consul.")]
    public void Domains_TakeTheLongestThatFits(string text, bool has, string rest, string domain)
    {
        var domains = new Domains(new ConsulDnsOptions { AltDomain = "alt.consul" });
        Assert.True(WireName.TryParse(text, out var name));

        Assert.Equal((has, rest, domain), (domains.Has(name), domains.Strip(name), domains.In(name).ToString()));
    }

    private static void AssertParsed(string name, RecordType type, string kind, string labels, string place)
    {
        var parsed = ConsulName.Parse(name, type);
        var where = parsed.Place switch
        {
            null => "nowhere",
            { Peer: { } peer } => "peer " + peer,
            { Port: { } port } other => $"{other.Datacenter} port {port}".Trim(),
            var other => other.Datacenter ?? "",
        };
        Assert.Equal((kind, labels, place), (parsed.Kind.ToString(), string.Join('|', parsed.Labels), where));
    }
}
