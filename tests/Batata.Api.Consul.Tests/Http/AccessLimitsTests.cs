using System.Net;

namespace Batata.Api.Consul.Tests.Http;

public sealed class AccessLimitsTests
{
    [Fact]
    public async Task BlockedEndpoints_Answer403_ToEveryMethod()
    {
        await using var server = await ConsulServer.StartAsync(new ConsulOptions { BlockedEndpoints = ["/v1/kv/secret/", "/v1/status"] });
        foreach (var (method, path) in ((string, string)[])[("GET", "/v1/kv/secret/a"), ("PUT", "/v1/kv/secret/a"), ("GET", "/v1/status/leader"), ("POST", "/v1/status/peers")])
        {
            var answer = await server.SendAsync(method, path);
            Assert.Equal((403, "Endpoint is blocked by agent configuration"), (answer.Status, answer.Body));
        }
        await server.PutAsync("/v1/kv/secrets", "v");
        Assert.Equal(404, (await server.GetAsync("/v1/statusx")).Status);
    }

    [Fact]
    public async Task Writes_FromOtherNetworks_AreRefused()
    {
        await using (var server = await ConsulServer.StartAsync(new ConsulOptions { WritersFrom = [IPNetwork.Parse("10.0.0.0/8")] }))
        {
            var answer = await server.SendAsync("PUT", "/v1/kv/k", "v");
            Assert.Equal((403, "Access is restricted"), (answer.Status, answer.Body));
            Assert.Equal(404, (await server.GetAsync("/v1/kv/k")).Status);
            Assert.Equal(200, (await server.SendAsync("OPTIONS", "/v1/kv/k")).Status);
        }
        await using var open = await ConsulServer.StartAsync(new ConsulOptions { WritersFrom = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("127.0.0.0/8")] });
        await open.PutAsync("/v1/kv/k", "v");
    }
}
