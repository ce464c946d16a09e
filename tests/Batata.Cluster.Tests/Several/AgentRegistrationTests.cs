using System.Net;
using System.Net.Sockets;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>What is registered with the agent of a node: it outlives kills, and any node of a cluster takes what is said of it.</summary>
[Collection(SeveralNodes.Name)]
public sealed class AgentRegistrationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Kill_LosesNoRegistrationAndNoState_ButTheTtlRunsOn()
    {
        await using var node = await NodeProcess.StartNewAsync(new NodeSettings { Properties = new Dictionary<string, string> { ["batata.node.name"] = "n1" } });
        using (var agent = new AgentClient(node))
        {
            Assert.Equal(HttpStatusCode.OK, await agent.PutAsync(
                "agent/service/register",
                """{ "ID": "web-1", "Name": "web", "Port": 80, "Checks": [{ "CheckID": "long", "TTL": "1h" }, { "CheckID": "short", "TTL": "2s" }] }"""));
            Assert.Equal(HttpStatusCode.OK, await agent.PutAsync("agent/check/pass/long?note=fine"));
            Assert.Equal(HttpStatusCode.OK, await agent.PutAsync("agent/check/pass/short?note=beat"));
        }
        await node.KillAsync();
        await node.StartAsync();
        using (var agent = new AgentClient(node))
        {
            Assert.Equal(["web-1"], await agent.ServicesAsync());
            Assert.Equal(("passing", "fine"), await agent.CheckAsync("long"));
            Assert.Equal(["n1"], await agent.NodesOfAsync("web"));
            await Wait.UntilAsync(async () => (await agent.CheckAsync("short"))?.Status == "critical", "the end of the TTL", Patience);
            Assert.Equal("TTL expired (last output before timeout follows): beat", (await agent.CheckAsync("short"))!.Value.Output);
        }
    }

    [Fact]
    public async Task AnyNode_TakesReportsAndDeregistrations_AlsoWhileTheOwnerIsGone()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        using (var owner = new AgentClient(cluster[0]))
        using (var second = new AgentClient(cluster[1]))
        using (var third = new AgentClient(cluster[2]))
        {
            foreach (var id in new[] { "a", "b" })
                Assert.Equal(HttpStatusCode.OK, await owner.PutAsync("agent/service/register", $$"""{ "ID": "{{id}}", "Name": "web", "Check": { "CheckID": "check-{{id}}", "TTL": "1h" } }"""));
            Assert.Equal(HttpStatusCode.OK, await second.PutAsync("agent/check/pass/check-a?note=heard"));
            Assert.Equal(HttpStatusCode.OK, await third.PutAsync("agent/service/maintenance/b?enable=true"));
            await Wait.UntilAsync(async () => await owner.CheckAsync("check-a") == ("passing", "heard") && await owner.CheckAsync("_service_maintenance:b") is not null, "what the others reported", Patience);
            Assert.Empty(await second.ServicesAsync());
            Assert.Equal(HttpStatusCode.OK, await third.PutAsync("agent/service/deregister/a"));
            Assert.Equal(HttpStatusCode.NotFound, await third.PutAsync("agent/service/deregister/a"));
            await Wait.UntilAsync(async () => (await owner.ServicesAsync()).SequenceEqual(["b"]), "the deregistration through another node", Patience);

            await cluster[0].KillAsync();
            // A leader is there as soon as somebody takes it.
            await Wait.UntilAsync(async () => await second.PutAsync("agent/service/deregister/b") is HttpStatusCode.OK or HttpStatusCode.NotFound, "a leader that takes it", Patience);
            await Wait.UntilAsync(async () => (await third.NodesOfAsync("web")).Count == 0, "the catalog without it", Patience);
        }
        await cluster[0].StartAsync();
        using var again = new AgentClient(cluster[0]);
        Assert.Empty(await again.ServicesAsync());
        Assert.Empty(await again.NodesOfAsync("web"));
    }

    [Fact]
    public async Task OwnerIsGone_ItsChecksAreRunByAnotherNode_AndMaintenanceAndTtlsStayWhatTheyAre()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        using var target = new TcpListener(IPAddress.Any, 0);
        target.Start();
        var port = ((IPEndPoint)target.LocalEndpoint).Port;
        using var other = new AgentClient(cluster[2]);
        using (var agent = new AgentClient(cluster[0]))
        {
            Assert.Equal(HttpStatusCode.OK, await agent.PutAsync("agent/service/register", $$"""
                { "ID": "w1", "Name": "web", "Checks": [
                  { "CheckID": "live", "TCP": "{{Dns.GetHostName()}}:{{port}}", "Interval": "1s" }, { "CheckID": "long", "TTL": "1h" }, { "CheckID": "beat", "TTL": "5s" } ] }
                """));
            Assert.Equal(HttpStatusCode.OK, await agent.PutAsync("agent/check/pass/long?note=fine"));
            Assert.Equal(HttpStatusCode.OK, await agent.PutAsync("agent/check/pass/beat?note=fine"));
            Assert.Equal(HttpStatusCode.OK, await agent.PutAsync("agent/service/maintenance/w1?enable=true&reason=move"));
            await Wait.UntilAsync(async () => await ShownAsync("live") == "passing", "the first run", Patience);
        }
        await cluster[0].KillAsync();
        target.Stop();
        await Wait.UntilAsync(async () => await ShownAsync("live") == "critical", "a run by another node", Patience);
        Assert.Equal("passing", await ShownAsync("long"));
        Assert.Equal("critical", await ShownAsync("_service_maintenance:w1"));
        await Wait.UntilAsync(async () => await ShownAsync("beat") == "critical", "the end of a TTL that nobody renews", Patience);
        using var again = new TcpListener(IPAddress.Any, port);
        again.Start();
        await Wait.UntilAsync(async () => await ShownAsync("live") == "passing", "its next run", Patience);
        await cluster[0].StartAsync();
        again.Stop();
        await Wait.UntilAsync(async () => await ShownAsync("live") == "critical", "a run by its own node", Patience);

        async Task<string?> ShownAsync(string id) => (await other.GetAsync("health/checks/web")).EnumerateArray()
            .Where(check => check.GetProperty("CheckID").GetString() == id).Select(static check => check.GetProperty("Status").GetString()).SingleOrDefault();
    }
}
