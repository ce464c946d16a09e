using System.Text;
using Batata.Api.Nacos.Naming.Udp;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Tests.Naming.Udp;

public sealed class UdpPacketTests
{
    [Theory]
    [InlineData("""{"type":"push-ack","lastRefTime":12,"data":""}""", 12)]
    [InlineData("""{"lastRefTime":"12","type":"push-ack"}""", 12)]
    [InlineData("""{"type":"push-ack","extra":{"lastRefTime":1,"list":[1,2]},"lastRefTime":12}""", 12)]
    [InlineData("""{"type":"unknown-ack","lastRefTime":12}""", null)]
    [InlineData("""{"type":"push-ack"}""", null)]
    [InlineData("""{"type":"push-ack","lastRefTime":1e99}""", null)]
    [InlineData("""{"type":"push-ack","lastRefTime":"x"}""", null)]
    [InlineData("""{"type":"push-ack","lastRefTime":12""", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("\u0001", null)]
    public void ReadAck_TakesAcknowledgementsAndNothingElse(string datagram, int? expected) =>
        Assert.Equal(expected, UdpPacket.ReadAck(Encoding.UTF8.GetBytes(datagram)));

    [Theory]
    [InlineData("Nacos-Java-Client:v1.4.2", true)]
    [InlineData("Nacos-Java-Client:v0.1.0", true)]
    [InlineData("Nacos-Java-Client:v0.0.9", false)]
    [InlineData("Nacos-Java-Client:v1", true)]
    [InlineData("Nacos-Java-Client:v1.4.2-SNAPSHOT", true)]
    [InlineData("Nacos-Java-Client:vx", false)]
    [InlineData("Nacos-Java-Client", false)]
    [InlineData("Nacos-Go-Client:v1.0.1", true)]
    [InlineData("Nacos-C-Client:v1.0.11", false)]
    [InlineData("vip-client4cpp:v1.0.12", true)]
    [InlineData("Nacos-CSharp-Client:v0.8.9", false)]
    [InlineData("Nacos-DNS:v0.4.3", true)]
    [InlineData("Nacos-SDK-Java:v2.0.0", false)]
    [InlineData("Nacos-Php-Client:v9.0.0", false)]
    [InlineData("curl/8.0", false)]
    [InlineData("", false)]
    public void TakesPushes_GoesByNameAndVersion(string agent, bool expected)
    {
        Assert.Equal(expected, PushAgent.TakesPushes(agent, SwitchDomain.Default));
        Assert.False(PushAgent.TakesPushes(agent, SwitchDomain.Default with { PushEnabled = false }));
    }

    [Fact]
    public void TakesPushes_FollowsTheSwitch() =>
        Assert.False(PushAgent.TakesPushes("Nacos-Java-Client:v1.4.2", SwitchDomain.Default with { PushVersionOfJava = "1.4.3" }));
}
