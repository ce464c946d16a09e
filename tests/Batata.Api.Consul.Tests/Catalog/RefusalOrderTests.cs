using Batata.Api.Consul.Tests.Http;

namespace Batata.Api.Consul.Tests.Catalog;

/// <summary>What is wrong first is told, in Consul's order: rules of the kind, name, address, then what the catalog says.</summary>
public sealed class RefusalOrderTests : IAsyncLifetime
{
    private ConsulServer _server = null!;

    public async Task InitializeAsync() => _server = await ConsulServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("""{"ID":"g","Kind":"mesh-gateway","Address":"::"}""", "Port must be non-zero for a mesh-gateway")]
    [InlineData("""{"Kind":"connect-proxy"}""", "Proxy.DestinationServiceName must be non-empty")]
    [InlineData("""{"ID":"s","Address":"::"}""", "Must provide service name (Service.Service) when service ID is provided")]
    [InlineData("""{"Address":"0.0.0.0"}""", "Invalid service address")]
    [InlineData("""{"Service":"s","Meta":{"a b":"v"}}""", "failed inserting service: Invalid Service Meta for node n and serviceID s")]
    [InlineData("""{"Service":"s"}""", "failed inserting check on node \"n\": failed health check lookup: index error: object is missing a value for this index")]
    public async Task OfAService_ComesBeforeACheckWithoutAnId(string service, string expected)
    {
        var (status, body, _) = await _server.SendAsync("PUT", "/v1/catalog/register", """{"Node":"n","Address":"192.0.2.1","Check":{"Status":"passing"},"Service":""" + service + "}");
        Assert.Equal(500, status);
        Assert.Contains(expected, body, StringComparison.Ordinal);
        Assert.Equal("null", (await _server.GetAsync("/v1/catalog/node/n")).Body);
    }

    [Fact]
    public async Task AServiceWithoutIdAndName_IsLeftOut()
    {
        await _server.PutAsync("/v1/catalog/register", """{"Node":"n","Address":"192.0.2.1","Service":{"Tags":["v1"]}}""");
        Assert.Contains("\"Services\":{}", (await _server.GetAsync("/v1/catalog/node/n")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stale&consistent", "Cannot specify ?stale with ?consistent, conflicting semantics.")]
    [InlineData("cached&consistent", "Cannot specify ?cached with ?consistent, conflicting semantics.")]
    [InlineData("max_stale=x", "Invalid max_stale value \"x\"")]
    public async Task DatacentersRefuseWhatContradictsItself(string query, string expected)
    {
        var answer = await _server.GetAsync("/v1/catalog/datacenters?" + query);
        Assert.Equal((400, expected), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task DatacentersSayWhetherTheyWereAskedForBefore_AndAreNoReadOfTheState()
    {
        using var first = await _server.Client.GetAsync("/v1/catalog/datacenters?cached&dc=nope&wait=x");
        using var again = await _server.Client.GetAsync("/v1/catalog/datacenters?cached");
        using var plain = await _server.Client.GetAsync("/v1/catalog/datacenters");
        Assert.Equal("MISS", Assert.Single(first.Headers.GetValues("X-Cache")));
        Assert.Equal(["HIT"], again.Headers.GetValues("X-Cache"));
        Assert.False(plain.Headers.Contains("X-Cache"));
        Assert.False(plain.Headers.Contains("X-Consul-Index"));
        Assert.Equal("[\"dc1\"]", await plain.Content.ReadAsStringAsync());
    }
}
