using System.Net;
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
}
