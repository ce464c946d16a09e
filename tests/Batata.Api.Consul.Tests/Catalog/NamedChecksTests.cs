using Batata.Api.Consul.Tests.Http;

namespace Batata.Api.Consul.Tests.Catalog;

/// <summary>Names and tags of a service that a check brings along.</summary>
public sealed class NamedChecksTests : IAsyncLifetime
{
    private const string Named = "\"Name\":\"up\",\"ServiceName\":\"said\",\"ServiceTags\":[\"t\"]";

    private ConsulServer _server = null!;

    public async Task InitializeAsync() => _server = await ConsulServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("", "\"ServiceName\":\"said\",\"ServiceTags\":[\"t\"]")]
    [InlineData(",\"ServiceID\":\"s\"", "\"ServiceName\":\"web\",\"ServiceTags\":[\"v1\"]")]
    public async Task OfANode_StayAsTheyWereGiven_OfAService_AreThoseOfTheService(string service, string expected)
    {
        await _server.PutAsync("/v1/catalog/register", """{"Node":"n","Address":"192.0.2.1","Service":{"ID":"s","Service":"web","Tags":["v1"]},"Check":{""" + Named + service + "}}");
        Assert.Contains(expected, (await _server.GetAsync("/v1/health/node/n")).Body, StringComparison.Ordinal);

        await _server.PutAsync("/v1/catalog/deregister", """{"Node":"n","CheckID":"up"}""");
        await _server.SendAsync("PUT", "/v1/txn", """[{"Check":{"Verb":"set","Check":{"Node":"n",""" + Named + service + "}}}]");
        Assert.Contains(expected, (await _server.GetAsync("/v1/health/node/n")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfANode_AreFoundByTheNameThatTheySay_InAnyLetterCase_AndGoWithThem()
    {
        await _server.PutAsync("/v1/catalog/register", """{"Node":"n","Address":"192.0.2.1","Check":{""" + Named + "}}");
        Assert.Contains("\"CheckID\":\"up\"", (await _server.GetAsync("/v1/health/checks/SAID")).Body, StringComparison.Ordinal);

        await _server.PutAsync("/v1/catalog/deregister", """{"Node":"n","CheckID":"up"}""");
        Assert.Equal("[]", (await _server.GetAsync("/v1/health/checks/said")).Body);
    }

    [Theory]
    [InlineData("passing")]
    [InlineData("PASSING")]
    public async Task StatesAreFoundInAnyLetterCase(string state)
    {
        await _server.PutAsync("/v1/catalog/register", """{"Node":"n","Address":"192.0.2.1","Checks":[{"Name":"loud","Status":"PASSING"},{"Name":"plain","Status":"passing"},{"Name":"not","Status":"warning"}]}""");
        var found = (await _server.GetAsync($"/v1/health/state/{state}?filter=Node==n")).Body;
        Assert.Contains("\"CheckID\":\"loud\"", found, StringComparison.Ordinal);
        Assert.Contains("\"CheckID\":\"plain\"", found, StringComparison.Ordinal);
        Assert.DoesNotContain("\"CheckID\":\"not\"", found, StringComparison.Ordinal);
    }
}
