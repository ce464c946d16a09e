using System.Globalization;
using System.Text.Json;
using Batata.Api.Consul.Tests.Http;
using Batata.Infrastructure;

namespace Batata.Api.Consul.Tests.Agent;

/// <summary>What a node tells of itself, as clients read it.</summary>
public sealed class AgentInfoTests : IAsyncLifetime
{
    private ConsulServer _server = null!;

    public async Task InitializeAsync() => _server = await ConsulServer.StartAsync(replace: static services => services.AddBatataCatalogMembers());

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Self_HasAnObjectUnderEachName_AsGoAndDotNetReadIt()
    {
        var self = await JsonAsync("/v1/agent/self");
        Assert.Equal(["Config", "DebugConfig", "Coord", "Member", "Stats", "Meta", "xDS"], self.EnumerateObject().Select(static one => one.Name));
        Assert.All(self.EnumerateObject(), static one => Assert.Equal(JsonValueKind.Object, one.Value.ValueKind));
        Assert.Equal("node1", self.GetProperty("Config").GetProperty("NodeName").GetString());
        Assert.True(Version.TryParse(self.GetProperty("Config").GetProperty("Version").GetString(), out _));
    }

    [Fact]
    public async Task Self_CountsWhatIsRegistered()
    {
        await RegisterAsync("""{"Name":"web","Checks":[{"TTL":"1h"},{"TCP":"127.0.0.1:1","Interval":"1h"}]}""");
        var stats = (await JsonAsync("/v1/agent/self")).GetProperty("Stats").GetProperty("agent");
        Assert.Equal(("1", "1", "1", "2"), (Text("services"), Text("check_ttls"), Text("check_monitors"), Text("checks")));

        string? Text(string name) => stats.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Members_HaveTheIdOfTheNode_AndAreFiltered()
    {
        var members = await JsonAsync("/v1/agent/members?filter=Tags.role+==+consul+and+Status+==+1");
        var id = (await JsonAsync("/v1/agent/self")).GetProperty("Config").GetProperty("NodeID").GetGuid();
        Assert.NotEqual(Guid.Empty, id);
        Assert.Equal(id, Assert.Single(members.EnumerateArray()).GetProperty("Tags").GetProperty("id").GetGuid());
        Assert.Empty((await JsonAsync("/v1/agent/members?filter=Name+==+other")).EnumerateArray());
        Assert.Equal(
            (500, "Failed to create boolean expression evaluator: Selector \"Colour\" is not valid"), await StatusAsync("GET", "/v1/agent/members?filter=Colour+==+red"));
    }

    [Fact]
    public async Task Host_TellsOfThisMachine()
    {
        var host = await JsonAsync("/v1/agent/host");
        Assert.True(host.GetProperty("Memory").GetProperty("total").GetUInt64() > 0);
        Assert.True(host.GetProperty("CPU").GetArrayLength() > 0);
        Assert.Equal(Environment.MachineName, host.GetProperty("Host").GetProperty("hostname").GetString());
        Assert.Equal(JsonValueKind.Null, host.GetProperty("Errors").ValueKind);
    }

    [Fact]
    public async Task Metrics_AreThoseOfThisNode()
    {
        var metrics = await JsonAsync("/v1/agent/metrics");
        Assert.True(DateTimeOffset.TryParseExact(
            metrics.GetProperty("Timestamp").GetString(), "yyyy-MM-dd HH:mm:ss '+0000 UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at));
        Assert.Equal(0, at.Second % 10);
        var ready = metrics.GetProperty("Gauges").EnumerateArray().Single(static gauge => gauge.GetProperty("Name").GetString() == "batata_node_ready");
        Assert.Equal(1, ready.GetProperty("Value").GetDouble());
    }

    [Fact]
    public async Task Metrics_AreThereForPrometheus_WhenTheyAreKept()
    {
        await using var server = await ConsulServer.StartAsync(new ConsulOptions { PrometheusRetentionMs = 1 });
        Assert.Matches("(?m)^batata_node_ready(\\{[^}]*\\})? 1", (await server.GetAsync("/v1/agent/metrics?format=prometheus")).Body);
        Assert.Equal("", (await _server.GetAsync("/v1/agent/metrics?format=prometheus")).Body);
    }

    [Theory]
    [InlineData("/v1/agent/force-leave/nobody", 500, "agent: No node found with name 'nobody'")]
    [InlineData("/v1/agent/force-leave/node1", 500, "A node alone is its only member.")]
    [InlineData("/v1/agent/force-leave/nobody?partition=p", 400, "Invalid query parameter: \"partition\" - Partitions are a Consul Enterprise feature")]
    [InlineData("/v1/agent/join/10.1.1.1?partition=p", 400, "Invalid query parameter: \"partition\" - Partitions are a Consul Enterprise feature")]
    [InlineData("/v1/agent/join/10.1.1.1?wan", 500, "Failed to join 10.1.1.1: it is no member of this cluster; nodes join by the member list (cluster.conf or nacos.member.list)")]
    [InlineData("/v1/agent/maintenance?enable=false&ns=n", 200, "")]
    [InlineData("/v1/agent/join/10.1.1.1?wan=1", 500, "This server joins no other datacenters: it knows its own alone")]
    [InlineData("/v1/agent/token/default", 401, "ACL support disabled")]
    [InlineData("/v1/agent/reload", 200, "")]
    public async Task Operations_SayWhatTheyDo(string path, int status, string text) => Assert.Equal((status, text), await StatusAsync("PUT", path));

    private async Task<JsonElement> JsonAsync(string path)
    {
        var answer = await _server.GetAsync(path);
        Assert.Equal(200, answer.Status);
        return JsonElement.Parse(answer.Body);
    }

    private async Task RegisterAsync(string body) => Assert.Equal(200, (await _server.SendAsync("PUT", "/v1/agent/service/register", body)).Status);

    private async Task<(int Status, string Text)> StatusAsync(string method, string path)
    {
        var answer = await _server.SendAsync(method, path);
        return (answer.Status, answer.Body);
    }
}
