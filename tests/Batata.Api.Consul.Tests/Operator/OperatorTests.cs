using System.Net;
using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Tests.Http;

namespace Batata.Api.Consul.Tests.Operator;

public sealed class OperatorTests
{
    private const string Autopilot = "/v1/operator/autopilot/configuration";

    [Fact]
    public async Task Autopilot_IsSetByItsIndex_AndWhatIsLeftOutGetsTheDefault()
    {
        await using var server = await ConsulServer.StartAsync();
        var before = await JsonAsync(server, Autopilot);
        Assert.Equal(("200ms", 250), (before.GetProperty("LastContactThreshold").GetString(), before.GetProperty("MaxTrailingLogs").GetInt32()));

        var index = before.GetProperty("ModifyIndex").GetUInt64();
        Assert.Equal((HttpStatusCode.OK, "true"), await PutAsync(server, $"{Autopilot}?cas={index}", """{"maxtrailinglogs":300,"LastContactThreshold":300000000,"CleanupDeadServers":false}"""));
        Assert.Equal((HttpStatusCode.OK, "false"), await PutAsync(server, $"{Autopilot}?cas={index}", """{"MaxTrailingLogs":400}"""));
        var set = await JsonAsync(server, Autopilot);
        Assert.Equal(("300ms", 300, false), (set.GetProperty("LastContactThreshold").GetString(), set.GetProperty("MaxTrailingLogs").GetInt32(), set.GetProperty("CleanupDeadServers").GetBoolean()));
        Assert.True(set.GetProperty("ModifyIndex").GetUInt64() > index);

        Assert.Equal((HttpStatusCode.OK, "true"), await PutAsync(server, Autopilot, """{"MinQuorum":3}"""));
        var again = await JsonAsync(server, Autopilot);
        Assert.Equal(("200ms", 250, 3), (again.GetProperty("LastContactThreshold").GetString(), again.GetProperty("MaxTrailingLogs").GetInt32(), again.GetProperty("MinQuorum").GetInt32()));
    }

    [Theory]
    [InlineData("?cas=", "{}", "Error parsing cas value: strconv.ParseUint: parsing \"\": invalid syntax")]
    [InlineData("?cas=x", "{}", "Error parsing cas value: strconv.ParseUint: parsing \"x\": invalid syntax")]
    [InlineData("", "", "Error parsing autopilot config: EOF")]
    [InlineData("", """{"Colour":1}""", "Error parsing autopilot config: json: unknown field \"Colour\"")]
    public async Task Autopilot_OfWhatIsWrong_SaysSo_AndStaysAsItWas(string query, string body, string text)
    {
        await using var server = await ConsulServer.StartAsync();

        Assert.Equal((HttpStatusCode.BadRequest, text), await PutAsync(server, Autopilot + query, body));

        Assert.Equal(0UL, (await JsonAsync(server, Autopilot)).GetProperty("ModifyIndex").GetUInt64());
    }

    [Fact]
    public async Task ServersOfANodeAlone_AreThatNode_HealthyAndLeading()
    {
        await using var server = await ConsulServer.StartAsync();
        var only = Assert.Single((await JsonAsync(server, "/v1/operator/raft/configuration")).GetProperty("Servers").EnumerateArray());
        Assert.Equal(("node1", true, true), (only.GetProperty("Node").GetString(), only.GetProperty("Leader").GetBoolean(), only.GetProperty("Voter").GetBoolean()));

        var health = await JsonAsync(server, "/v1/operator/autopilot/health");
        Assert.Equal((true, 0), (health.GetProperty("Healthy").GetBoolean(), health.GetProperty("FailureTolerance").GetInt32()));
        var id = only.GetProperty("ID").GetString()!;
        var state = await JsonAsync(server, "/v1/operator/autopilot/state");
        Assert.Equal((id, "leader"), (state.GetProperty("Leader").GetString(), state.GetProperty("Servers").GetProperty(id).GetProperty("Status").GetString()));

        foreach (var (method, target, status, text) in ((HttpMethod, string, HttpStatusCode, string)[])
        [
            (HttpMethod.Post, "transfer-leader", HttpStatusCode.InternalServerError, "cannot find peer"),
            (HttpMethod.Post, "transfer-leader?id=x", HttpStatusCode.InternalServerError, "Could not find address for server id x"),
            (HttpMethod.Post, $"transfer-leader?id={id}", HttpStatusCode.InternalServerError, "cannot transfer leadership to itself"),
            (HttpMethod.Delete, "peer", HttpStatusCode.BadRequest, "Must specify either ?id with the server's ID or ?address with IP:port of peer to remove"),
            (HttpMethod.Delete, "peer?id=x&address=y", HttpStatusCode.BadRequest, "Must specify only one of ?id or ?address"),
            (HttpMethod.Delete, "peer?address=y", HttpStatusCode.InternalServerError, "address \"y\" was not found in the Raft configuration"),
        ])
        {
            using var request = new HttpRequestMessage(method, $"/v1/operator/raft/{target}");
            using var answer = await server.Client.SendAsync(request);
            Assert.Equal((status, text), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
    }

    private static async Task<JsonElement> JsonAsync(ConsulServer server, string target) => JsonDocument.Parse(await server.Client.GetStringAsync(target)).RootElement;

    private static async Task<(HttpStatusCode Status, string Text)> PutAsync(ConsulServer server, string target, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        using var answer = await server.Client.PutAsync(target, content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
