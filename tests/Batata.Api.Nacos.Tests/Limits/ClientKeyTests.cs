using System.Net;
using Batata.Api.Nacos.Limits;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Tests.Limits;

public sealed class ClientKeyTests
{
    [Theory]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("2001:db8::1", "2001:db8::2", true)] // one subscriber
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void Addresses_AreOneClient(string one, string other, bool same) =>
        Assert.Equal(same, ClientKey.Of(IPAddress.Parse(one)) == ClientKey.Of(IPAddress.Parse(other)));

    [Theory]
    [InlineData("10.9.9.9", "1.2.3.4", "10.9.9.9")] // a stranger says what he likes
    [InlineData("10.0.0.1", "1.2.3.4", "1.2.3.4")]
    [InlineData("10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4")] // what the client wrote itself stands before what the proxy wrote
    [InlineData("10.0.0.1", "nonsense", "10.0.0.1")]
    [InlineData("10.0.0.1", null, "10.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "1.2.3.4", "1.2.3.4")]
    public void ForwardedFor_CountsOnlyFromATrustedProxy(string socket, string? forwarded, string expected)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(socket);
        if (forwarded is not null) http.Request.Headers["X-Forwarded-For"] = forwarded;

        Assert.Equal(ClientKey.Of(IPAddress.Parse(expected)), ClientKey.Of(http, [IPNetwork.Parse("10.0.0.0/29")]));
    }
}
