using System.Globalization;
using System.Text;
using Batata.Conformance.Tests.Recordings;
using Batata.Testing.Programs;

namespace Batata.Conformance.Tests.Consul;

/// <summary>Debian's <c>dig</c>, which people look with, and which complains of what is malformed.</summary>
public sealed class DigTests(SharedNode shared) : IClassFixture<SharedNode>, IAsyncLifetime
{
    private const string Service = """{"Name":"dug","ID":"dug-1","Port":8080,"Tags":["v1"],"Address":"10.77.9.1"}""";

    public async Task InitializeAsync()
    {
        using var http = new HttpClient();
        using var body = new StringContent(Service, Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(shared.Node.Consul + "/v1/agent/service/register", body);
        answer.EnsureSuccessStatusCode();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("dug.service.consul", "10.77.9.1")]
    [InlineData("v1.dug.service.consul", "10.77.9.1")]
    [InlineData("v2.dug.service.consul", "")]
    [InlineData("dug.service.consul SRV", "1 1 8080 0a4d0901.addr.dc1.consul.")]
    [InlineData("_dug._tcp.service.consul SRV +tcp", "1 1 8080 0a4d0901.addr.dc1.consul.")]
    [InlineData("dug.service.consul +tcp +noedns", "10.77.9.1")]
    [InlineData("0a4d0901.addr.dc1.consul", "10.77.9.1")]
    [InlineData("-x 10.77.9.1", "dug.service.dc1.consul.")]
    [InlineData("dug.service.consul +subnet=10.1.0.0/16", "10.77.9.1")]
    [InlineData("dug.service.consul +keepopen +tcp +bufsize=512 +cookie", "10.77.9.1")]
    public async Task Short_PrintsTheAnswer(string question, string expected) => Assert.Equal(expected, (await DigAsync("+short", question)).Trim());

    [Fact]
    public async Task Whole_IsWellFormed_AndWithAuthority()
    {
        var answer = await DigAsync("", "dug.service.consul SRV");
        Assert.Contains("status: NOERROR", answer, StringComparison.Ordinal);
        Assert.Contains("flags: qr aa rd; QUERY: 1, ANSWER: 1", answer, StringComparison.Ordinal);
        Assert.Contains("EDNS: version: 0", answer, StringComparison.Ordinal);
        Assert.Matches("0a4d0901.addr.dc1.consul.\\s+0\\s+IN\\s+A\\s+10.77.9.1", answer);
        Assert.DoesNotContain("malformed", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Missing_HasTheZoneInAuthority()
    {
        var answer = await DigAsync("", "no-such.service.consul");
        Assert.Contains("status: NXDOMAIN", answer, StringComparison.Ordinal);
        Assert.Matches("consul.\\s+0\\s+IN\\s+SOA\\s+ns.consul. hostmaster.consul.", answer);
    }

    [Theory]
    [InlineData("www.example.net", "status: REFUSED")]
    [InlineData("consul AXFR", "Transfer failed")]
    [InlineData("consul SOA +opcode=status", "status: NOTIMP")]
    public async Task WhatIsNotOurs_IsRefused(string question, string expected) => Assert.Contains(expected, await DigAsync("", question), StringComparison.Ordinal);

    [Fact]
    public async Task NameServers_AreTheNodes() => Assert.Matches("consul.\\s+0\\s+IN\\s+NS\\s+\\S+.node.dc1.consul.", await DigAsync("", "consul NS"));

    private async Task<string> DigAsync(string options, string question)
    {
        string[] arguments =
        [
            "@" + shared.Node.Host, "-p", shared.Node.Ports.Dns.ToString(CultureInfo.InvariantCulture), "+tries=3", "+time=5",
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. question.Split(' '),
        ];
        return (await ProgramRun.OfAsync("dig", arguments, TimeSpan.FromMinutes(1))).Output;
    }
}
