using System.Text.Json;
using Batata.Api.Consul.Tests.Http;
using Batata.Application.Agents;
using Batata.Application.Catalog;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Consul.Tests.Agent;

/// <summary>What the agent takes and refuses, where the sources and a real server say more than the reference.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private ConsulServer _server = null!;

    public async Task InitializeAsync() => _server = await ConsulServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("""{"Name":"a","Connect":{"Colour":1}}""", 200, "")] // decoded with Go's defaults, unlike all around it
    [InlineData("""{"Name":"a","Connect":{"SidecarService":{"Colour":1}}}""", 400, "Request decode failed: json: unknown field \"Colour\"")]
    [InlineData("""{"Name":"a","Check":{"TTL":"1d","Colour":1}}""", 400, "Request decode failed: json: unknown field \"Colour\"")]
    [InlineData("""{"Name":"a","Check":{"TTL":"1d"}}""", 400, "Request decode failed: time: unknown unit \"d\" in duration \"1d\"")]
    [InlineData("""{"Name":"a","Check":{"TTL":"10"}}""", 400, "Request decode failed: time: missing unit in duration \"10\"")]
    [InlineData("""{"Name":"a","Check":{"TTL":"soon"}}""", 400, "Request decode failed: time: invalid duration \"soon\"")]
    [InlineData("""{"Name":"a","Check":{"TTL":"1h","Timeout":true}}""", 200, "")] // neither text nor number: not looked at
    [InlineData("""{"Name":"a","Checks":[{"TTL":[]}]}""", 400, "Invalid check: TTL must be > 0 for TTL checks")]
    [InlineData("""{"Name":"a","TaggedAddresses":{"wan_ipv6":{"Address":"host"}}}""", 200, "")]
    [InlineData("""{"Name":"a","TaggedAddresses":{"lan_ipv6":{"Address":"10.0.0.1"}}}""", 500, "Service tagged address \"lan_ipv6\" must be a valid ipv6 address")]
    [InlineData("""{"Name":"a","TaggedAddresses":{"lan_ipv4":{"Address":"10.1"}}}""", 500, "Service tagged address \"lan_ipv4\" must be a valid ipv4 address")]
    [InlineData("""{"Name":"a","Connect":{"SidecarService":{"Meta":{"a b":"c"}}}}""", 400, "Invalid SidecarService: Couldn't load metadata pair ('a b', 'c'): Key contains invalid characters")]
    [InlineData("""{"Name":"a","Connect":{"SidecarService":{"Proxy":{"Upstreams":[{"DestinationName":"b"}]}}}}""", 400, "Failed Validation: 1 error occurred:\n\t* upstream local bind port or local socket path must be defined and nonzero\n\n")]
    [InlineData("""{"Name":"a","Connect":{"SidecarService":{"Check":{"TTL":"1h","Status":"odd"}}}}""", 400, "Status for checks must 'passing', 'warning', 'critical'")]
    [InlineData("""{"Name":"a","Kind":"connect-proxy","Proxy":{}}""", 400, "Validation failed: 2 errors occurred:\n\t* Port or SocketPath must be set for a connect-proxy\n\t* Proxy.DestinationServiceName must be non-empty for Connect proxy services\n\n")]
    [InlineData("""{"Name":"a","Kind":"connect-proxy","Port":1,"Proxy":{"DestinationServiceName":"b","Upstreams":[{"DestinationName":"c","LocalBindPort":2,"Datacenter":"dc1","DestinationPartition":"p"}]}}""", 400, "Validation failed: 1 error occurred:\n\t* upstreams cannot target another datacenter in non default partition\n\n")]
    public async Task Service_IsTakenOrRefused(string body, int status, string text) => Assert.Equal((status, text), await PutAsync("/v1/agent/service/register", body));

    [Theory]
    [InlineData("""{"Name":"c","Args":["true"],"Interval":"10s","ServiceID":"none"}""", 404, "ServiceID \"none\" does not exist")]
    [InlineData("""{"Name":"c","Args":["true"],"Interval":"10s"}""", 500, "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true")]
    public async Task Check_IsRefusedInGosOrder(string body, int status, string text) => Assert.Equal((status, text), await PutAsync("/v1/agent/check/register", body));

    [Fact]
    public async Task Sidecar_TakesFromItsServiceWhatItWasNotGiven()
    {
        await RegisterAsync("""{"ID":"w1","Name":"web","Address":"10.1.1.1","Port":80,"Tags":["t"],"Meta":{"m":"1"},"Connect":{"SidecarService":{"Port":21500}}}""");
        var sidecar = await JsonAsync("/v1/agent/service/w1-sidecar-proxy");
        Assert.Equal(("10.1.1.1", "web-sidecar-proxy"), (Text(sidecar, "Address"), Text(sidecar, "Service")));
        Assert.Equal("10.1.1.1", Text(sidecar.GetProperty("TaggedAddresses").GetProperty("lan_ipv4"), "Address"));
        var proxy = sidecar.GetProperty("Proxy");
        Assert.Equal(("web", "w1", "127.0.0.1", 80), (Text(proxy, "DestinationServiceName"), Text(proxy, "DestinationServiceID"), Text(proxy, "LocalServiceAddress"), proxy.GetProperty("LocalServicePort").GetInt32()));
        Assert.Equal(["Connect Sidecar Aliasing w1", "Connect Sidecar Listening"], (await ChecksOfAsync("w1-sidecar-proxy")).Select(static check => Text(check, "Name")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sidecar_KeepsWhatItWasGiven()
    {
        await RegisterAsync("""{"Name":"web","SocketPath":"/run/web","Connect":{"SidecarService":{"Kind":"odd","Name":"own","Address":"10.2.2.2","Port":21500,"Proxy":{"DestinationServiceName":"other","DestinationServiceID":"o1"}}}}""");
        var sidecar = await JsonAsync("/v1/agent/service/web-sidecar-proxy");
        Assert.Equal(("odd", "own", "10.2.2.2"), (Text(sidecar, "Kind"), Text(sidecar, "Service"), Text(sidecar, "Address")));
        await RegisterAsync("""{"Name":"web","SocketPath":"/run/web","Connect":{"SidecarService":{"Port":21500,"Proxy":{"DestinationServiceName":"other","DestinationServiceID":"o1"}}}}""");
        var proxy = (await JsonAsync("/v1/agent/service/web-sidecar-proxy")).GetProperty("Proxy");
        Assert.Equal(("other", "o1", "/run/web"), (Text(proxy, "DestinationServiceName"), Text(proxy, "DestinationServiceID"), Text(proxy, "LocalServiceSocketPath")));
    }

    [Fact]
    public async Task Sidecar_OfAProxy_IsRegistered_AsConsulDoes()
    {
        await RegisterAsync("""{"Name":"p","Kind":"connect-proxy","Port":1,"Proxy":{"DestinationServiceName":"b"},"Connect":{"SidecarService":{"Port":21500}}}""");
        Assert.Equal("p", Text((await JsonAsync("/v1/agent/service/p-sidecar-proxy")).GetProperty("Proxy"), "DestinationServiceName"));
    }

    [Theory]
    [InlineData("wait=1d", "Invalid wait time")]
    [InlineData("index=x&ns=n", "Invalid index")] // not used, and looked at before all else
    [InlineData("ns=n", "Invalid query parameter: \"ns\" - Namespaces are a Consul Enterprise feature")]
    public async Task Service_ReadWithWhatItCannotTake_IsRefused(string query, string text)
    {
        var answer = await _server.GetAsync($"/v1/agent/service/a?{query}");
        Assert.Equal((400, text), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Service_ThatSeveralOtherNodesHave_IsReadFromTheOneThatLives()
    {
        await OnNodeAsync("n2", port: 2, CheckStatus.Critical);
        await OnNodeAsync("n3", port: 3, CheckStatus.Passing);
        Assert.Equal(3, (await JsonAsync("/v1/agent/service/far")).GetProperty("Port").GetInt32());
        await OnNodeAsync("n2", port: 2, CheckStatus.Passing);
        Assert.Equal(404, (await _server.GetAsync("/v1/agent/service/far")).Status); // it is not clear which is meant
    }

    private async Task OnNodeAsync(string node, int port, string health)
    {
        var mediator = _server.Services.GetRequiredService<IMediator>();
        var serf = new HealthCheck(node, CatalogNode.SerfCheckId, "serf", health, "", "", "", "", [], "", "", "", 0, "{}", 0, 0);
        Assert.True((await mediator.Send(new RegisterCatalog(new CatalogNode(node, "", "10.0.0.1", null, null, 0, 0), false, null, [serf]))).Ok);
        var service = new ServiceInstance(
            node, "far", "far", "", [], "", port, [], new Dictionary<string, ServiceAddress>(), null, "", ServiceWeights.Default, false, null, false, null, 0, 0);
        Assert.True((await mediator.Send(new RegisterAgentService(new AgentService(service, false, false, ""), [], null, [], false))).Ok);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private async Task<List<JsonElement>> ChecksOfAsync(string service) =>
        [.. (await JsonAsync($"/v1/agent/checks?filter=ServiceID+==+\"{service}\"")).EnumerateObject().Select(static one => one.Value)];

    private async Task RegisterAsync(string body) => Assert.Equal((200, ""), await PutAsync("/v1/agent/service/register", body));

    private async Task<(int Status, string Text)> PutAsync(string path, string body)
    {
        var answer = await _server.SendAsync("PUT", path, body);
        return (answer.Status, answer.Body);
    }

    private async Task<JsonElement> JsonAsync(string path)
    {
        var answer = await _server.GetAsync(path);
        Assert.Equal(200, answer.Status);
        return JsonElement.Parse(answer.Body);
    }
}
