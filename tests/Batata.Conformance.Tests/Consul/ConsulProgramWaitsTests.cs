using Batata.Testing;

namespace Batata.Conformance.Tests.Consul;

/// <summary>Commands of Consul's own command line that wait for others, or change all there is: locks, watches, snapshots.</summary>
public sealed class ConsulProgramWaitsTests(ConsulNode shared) : IClassFixture<ConsulNode>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batata-consul-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Lock_RunsItsChildOnce_AndSaysHowItEnded()
    {
        Assert.Equal((0, "held"), await RunAsync("lock", "cli/lock", "echo held"));
        Assert.Equal(2, (await RunAsync("lock", "-child-exit-code", "cli/lock", "exit 3")).ExitCode); // its own word for a child that failed
        Assert.Equal((0, "in"), await RunAsync("lock", "-n=2", "-name=cli", "cli/semaphore", "echo in"));
    }

    [Fact]
    public async Task Lock_IsHeldByOneAtATime()
    {
        var file = Path.Combine(_folder, "holders");
        // A second holder would find the mark of the first.
        var child = $"set -C; : > {file}.mark && echo in >> {file} && sleep 0.3 && rm {file}.mark && echo out >> {file}";
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunAsync("lock", "cli/one-at-a-time", child)));
        Assert.All(runs, static run => Assert.Equal(0, run.ExitCode));
        Assert.Equal(["in", "out", "in", "out", "in", "out"], await File.ReadAllLinesAsync(file));
    }

    [Fact]
    public async Task Lock_ThatIsHeld_IsWaitedFor()
    {
        var (held, end) = (Path.Combine(_folder, "held"), Path.Combine(_folder, "end"));
        await using var holder = BullseyeProgram.StartConsul(shared.Node, _folder, "lock", "cli/held", $"touch {held}; while [ ! -e {end} ]; do sleep 0.1; done");
        await Wait.UntilAsync(() => File.Exists(held), "the first to hold the lock");
        var (code, output) = await RunAsync("lock", "-try=1s", "cli/held", "true");
        Assert.Equal(1, code);
        Assert.Contains("Shutdown triggered or timeout during lock acquisition", output, StringComparison.Ordinal);
        var next = RunAsync("lock", "cli/held", "echo mine");
        await File.WriteAllTextAsync(end, "");
        Assert.Equal((0, "mine"), await next);
    }

    [Theory]
    [InlineData("-type=key -key=cli/watched", "cGVydQ==")]
    [InlineData("-type=keyprefix -prefix=cli/wat", "cGVydQ==")]
    [InlineData("-type=services", "cli-watched")]
    [InlineData("-type=service -service=cli-watched -passingonly=true", "cli-watched")]
    [InlineData("-type=nodes", "node1")]
    [InlineData("-type=checks", "service:cli-watched")]
    [InlineData("-type=checks -state=critical", "service:cli-watched")]
    [InlineData("-type=event -name=cli-watched", "cGVydQ==")]
    public async Task Watch_RunsItsHandler_WhenSomethingChanges(string what, string expected)
    {
        var file = Path.Combine(_folder, "seen");
        await using var watch = BullseyeProgram.StartConsul(shared.Node, _folder, ["watch", .. what.Split(' '), $"cat >> {file}"]);
        await RunAsync("kv", "put", "cli/watched", "peru");
        await RunAsync("services", "register", FileOf("watched.json", """{"service":{"name":"cli-watched","check":{"ttl":"1h"}}}"""));
        await RunAsync("services", "register", FileOf("passing.json", """{"service":{"name":"cli-watched","id":"cli-watched-2"}}"""));
        await RunAsync("event", "-name=cli-watched", "peru");
        await Wait.UntilAsync(() => File.Exists(file) && File.ReadAllText(file).Contains(expected, StringComparison.Ordinal), $"{expected} in what the handler read: {watch.Log}");
    }

    [Fact]
    public async Task Snapshot_BringsBackWhatWas()
    {
        var file = Path.Combine(_folder, "state.snap");
        await RunAsync("kv", "put", "cli/kept", "before");
        Assert.Matches(@"Saved and verified snapshot to index \d+", (await RunAsync("snapshot", "save", file)).Output);
        Assert.Matches(@"ID\s+\S+\s+Size\s+\d+\s+Index\s+\d+\s+Term\s+\d+\s+Version\s+1", (await RunAsync("snapshot", "inspect", file)).Output);
        await RunAsync("kv", "put", "cli/kept", "after");
        Assert.Equal((0, "Restored snapshot"), await RunAsync("snapshot", "restore", file));
        Assert.Equal((0, "before"), await RunAsync("kv", "get", "cli/kept"));
    }

    [Fact]
    public async Task Snapshot_ThatIsNone_IsRefused()
    {
        await RunAsync("kv", "put", "cli/stays", "yes");
        var (code, output) = await RunAsync("snapshot", "restore", FileOf("none.snap", "no snapshot"));
        Assert.Equal(1, code);
        Assert.Contains("failed to decompress snapshot", output, StringComparison.Ordinal);
        Assert.Equal((0, "yes"), await RunAsync("kv", "get", "cli/stays"));
    }

    private string FileOf(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        return file;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] command)
    {
        var run = await BullseyeProgram.RunConsulAsync(shared.Node, command);
        return (run.ExitCode, run.Output.Trim());
    }
}
