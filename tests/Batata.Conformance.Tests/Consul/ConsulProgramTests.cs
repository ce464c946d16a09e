using Batata.Testing;
using Batata.Testing.Programs;

namespace Batata.Conformance.Tests.Consul;

/// <summary>
/// Consul's own command line, an old release of it, with what people give it: keys, services, maintenance, members, events, operators' commands. What is
/// expected is what it says to a real agent.
/// </summary>
public sealed class ConsulProgramTests(ConsulNode shared) : IClassFixture<ConsulNode>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batata-consul-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keys_AreWrittenListedComparedAndRemoved()
    {
        await SaysAsync("Success! Data written to: cli/a", "kv", "put", "cli/a", "1");
        await SaysAsync("Success! Data written to: cli/b/c", "kv", "put", "-flags=42", "cli/b/c", """{"x":1}""");
        await SaysAsync("1", "kv", "get", "cli/a");
        await SaysAsync("MQ==", "kv", "get", "-base64", "cli/a");
        await SaysAsync("""cli/a:1|cli/b/c:{"x":1}""", "kv", "get", "-recurse", "cli/");
        await SaysAsync("cli/a|cli/b/", "kv", "get", "-keys", "-separator=/", "cli/");
        Assert.Matches(@"Flags\s+42\s+Key\s+cli/b/c\s+LockIndex\s+0\s+ModifyIndex\s+\d+\s+Session\s+-\s+Value\s+\{""x"":1\}", await SaysAsync(null, "kv", "get", "-detailed", "cli/b/c"));
        await FailsAsync("Error! Did not write to cli/a: CAS failed", "kv", "put", "-cas", "-modify-index=1", "cli/a", "2");
        await FailsAsync("Error! Did not delete key cli/a: CAS failed", "kv", "delete", "-cas", "-modify-index=1", "cli/a");
        await SaysAsync("Success! Deleted keys with prefix: cli/", "kv", "delete", "-recurse", "cli/");
        await FailsAsync("Error! No key exists at: cli/a", "kv", "get", "cli/a");
    }

    [Fact]
    public async Task Keys_AreExportedAndImported()
    {
        await SaysAsync("Success! Data written to: moved/a", "kv", "put", "-flags=7", "moved/a", "value");
        var file = FileOf("keys.json", await SaysAsync(null, "kv", "export", "moved/"));
        await SaysAsync("Success! Deleted keys with prefix: moved/", "kv", "delete", "-recurse", "moved/");
        await SaysAsync("Imported: moved/a", "kv", "import", "@" + file);
        Assert.Matches(@"Flags\s+7\s", await SaysAsync(null, "kv", "get", "-detailed", "moved/a"));
        await SaysAsync("value", "kv", "get", "moved/a");
    }

    [Fact]
    public async Task Services_OfFilesAndFlags_AreInTheCatalog()
    {
        var json = FileOf("web.json", """{"service":{"name":"cli-web","id":"cli-web-1","port":8080,"tags":["v1","prod"],"meta":{"k":"v"},"check":{"ttl":"60s"}}}""");
        var hcl = FileOf("db.hcl", """service { name = "cli-db"  port = 5432  tags = ["primary"]  checks = [ { name = "tcp" tcp = "127.0.0.1:1" interval = "1h" } ] }""");
        await SaysAsync("Registered service: cli-web", "services", "register", json);
        await SaysAsync("Registered service: cli-db", "services", "register", hcl);
        await SaysAsync("Registered service: cli-api", "services", "register", "-name=cli-api", "-port=99", "-tag=a", "-meta=x=y", "-address=10.0.0.9");
        var services = await SaysAsync(null, "catalog", "services", "-tags");
        Assert.Matches(@"cli-api\s+a\s+cli-db\s+primary\s+cli-web\s+(prod,v1|v1,prod)", services);
        Assert.Contains("cli-web", await SaysAsync(null, "catalog", "services", "-node=node1"), StringComparison.Ordinal);
        Assert.Matches(@"node1\s+[0-9a-f]{8}\s+\S+\s+dc1", await SaysAsync(null, "catalog", "nodes", "-service=cli-web"));
        await SaysAsync("Deregistered service: cli-api", "services", "deregister", "-id=cli-api");
        await SaysAsync("Deregistered service: cli-db", "services", "deregister", hcl);
        Assert.DoesNotMatch("cli-(api|db)", await SaysAsync(null, "catalog", "services"));
    }

    [Fact]
    public async Task Catalog_IsFilteredAndSorted()
    {
        await SaysAsync("dc1", "catalog", "datacenters");
        foreach (string[] how in (string[][])[["-near=_agent"], ["-filter=Node == \"node1\""], ["-detailed"]])
            Assert.Contains("node1", await SaysAsync(null, ["catalog", "nodes", .. how]), StringComparison.Ordinal);
        await SaysAsync("No nodes match the given query - try expanding your search.", "catalog", "nodes", "-node-meta=no=such");
        await FailsAsync("Failed to create boolean expression evaluator", "catalog", "nodes", "-filter=Node ==");
    }

    [Fact]
    public async Task Maintenance_OfNodeAndService_IsListed()
    {
        await SaysAsync("Registered service: cli-kept", "services", "register", "-name=cli-kept");
        await SaysAsync("""Service maintenance is now enabled for "cli-kept" """.Trim(), "maint", "-enable", "-service=cli-kept", "-reason=oil");
        await SaysAsync("Node maintenance is now enabled", "maint", "-enable", "-reason=move");
        var listed = await SaysAsync(null, "maint");
        Assert.Matches(@"Node:\s+Name:\s+node1\s+Reason: move", listed);
        Assert.Matches(@"Service:\s+ID:\s+cli-kept\s+Reason: oil", listed);
        await SaysAsync("Node maintenance is now disabled", "maint", "-disable");
        await SaysAsync("""Service maintenance is now disabled for "cli-kept" """.Trim(), "maint", "-disable", "-service=cli-kept");
        await SaysAsync("", "maint");
        await FailsAsync("Unknown service ID \"nope\"", "maint", "-enable", "-service=nope");
    }

    [Fact]
    public async Task Members_AreKnownAndAnswered()
    {
        Assert.Matches(@"node1\s+\S+:\d+\s+alive\s+server\s+1\.\d+\.\d+\s+2\s+dc1", await SaysAsync(null, "members"));
        Assert.Contains("role=consul", await SaysAsync(null, "members", "-detailed"), StringComparison.Ordinal);
        Assert.Matches(@"node1\.dc1\s+\S+:\d+\s+alive", await SaysAsync(null, "members", "-wan"));
        Assert.Equal(2, (await RunAsync("members", "-status=failed")).ExitCode); // its word for nobody
        Assert.Matches("server = true", await SaysAsync(null, "info"));
        Assert.Matches("Estimated node1 <-> node1 rtt: [0-9.]+ ms", await SaysAsync(null, "rtt", "node1"));
        await SaysAsync("Successfully joined cluster by contacting 1 nodes.", "join", "127.0.0.1");
        await FailsAsync("No node found with name 'nope'", "force-leave", "nope");
        await SaysAsync("Configuration reload triggered", "reload");
    }

    [Fact]
    public async Task Event_IsSeenByAWatch()
    {
        Assert.Matches("Event ID: [0-9a-f-]{36}", await SaysAsync(null, "event", "-name=cli-deploy", "payload"));
        Assert.Contains("\"Payload\": \"cGF5bG9hZA==\"", await SaysAsync(null, "watch", "-type=event", "-name=cli-deploy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_SeePeersAndSetAutopilot()
    {
        Assert.Matches(@"node1\s+[0-9a-f-]{36}\s+\S+:\d+\s+leader\s+true\s+3", await SaysAsync(null, "operator", "raft", "list-peers"));
        await FailsAsync("""address "1.2.3.4:8300" was not found in the Raft configuration""", "operator", "raft", "remove-peer", "-address=1.2.3.4:8300");
        await SaysAsync("Configuration updated!", "operator", "autopilot", "set-config", "-max-trailing-logs=333");
        Assert.Contains("MaxTrailingLogs = 333", await SaysAsync(null, "operator", "autopilot", "get-config"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_MakesItsArchive()
    {
        var archive = Path.Combine(_folder, "debug");
        var said = await SaysAsync(null, "debug", "-duration=11s", "-interval=6s", "-capture=agent", "-capture=host", "-capture=cluster", "-capture=metrics", "-archive=false", "-output=" + archive);
        Assert.Contains("Saved debug archive", said, StringComparison.Ordinal);
        Assert.All(["agent.json", "host.json", "cluster.json"], name => Assert.NotEqual(0, new FileInfo(Path.Combine(archive, name)).Length));
    }

    [Fact]
    public async Task Monitor_ShowsTheLogAsItIsWritten()
    {
        await using var monitor = BullseyeProgram.StartConsul(shared.Node, _folder, "monitor", "-log-level=debug");
        // A check that turns is told at this level, below that of the log.
        var service = """{"service":{"name":"cli-logged","check":{"tcp":"HOST","interval":"1s"}}}""";
        await SaysAsync("Registered service: cli-logged", "services", "register", FileOf("logged.json", service.Replace("HOST", $"{shared.Node.Host}:{shared.Node.Ports.Consul}", StringComparison.Ordinal)));
        await Wait.UntilAsync(() => monitor.Log.Contains("Check service:cli-logged is passing now", StringComparison.Ordinal), "the line of a check that turned");
    }

    [Fact]
    public async Task Exec_FindsNobodyWhoRunsIt() =>
        Assert.Contains("0 / 0 node(s) completed / acknowledged", await SaysAsync(null, "exec", "-wait=1s", "true"), StringComparison.Ordinal); // off by default, as in Consul

    [Theory]
    [InlineData("ACL support disabled", "acl", "token", "list")]
    [InlineData("is not built yet", "config", "list", "-kind=service-defaults")]
    [InlineData("is not built yet", "intention", "check", "a", "b")]
    [InlineData("is not built yet", "connect", "ca", "get-config")]
    [InlineData("is not built yet", "keyring", "-list")]
    public Task WhatIsNotThere_SaysSo(string expected, params string[] command) => FailsAsync(expected, command);

    private string FileOf(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        return file;
    }

    private Task<ProgramRun> RunAsync(params string[] command) => BullseyeProgram.RunConsulAsync(shared.Node, command);

    /// <param name="expected">Its lines, with | between; null when the caller looks.</param>
    private async Task<string> SaysAsync(string? expected, params string[] command)
    {
        var run = await RunAsync(command);
        Assert.True(run.ExitCode == 0, $"consul {string.Join(' ', command)}: {run.ExitCode}\n{run.Output}\n\n{shared.Node.Log}");
        if (expected is not null) Assert.Equal(expected, run.Output.Trim().ReplaceLineEndings("|"));
        return run.Output;
    }

    private async Task FailsAsync(string expected, params string[] command)
    {
        var run = await RunAsync(command);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, run.ExitCode);
    }
}
