using Batata.Testing.Nodes;
using Batata.Testing.Programs;

namespace Batata.Conformance.Tests.Recordings;

/// <summary>The facts that a client of 1.x depends on, as the tool <c>udp_push.py</c> asks for them.</summary>
public sealed class UdpPushTests
{
    [Fact]
    public async Task EveryFact_OfPushesOverUdp_Holds()
    {
        await using var node = await NodeProcess.StartNewAsync();
        var tool = Path.Combine(Recording.Folder, "tools", "udp_push.py");
        var run = await ProgramRun.OfAsync("/usr/bin/python3", [tool, "--base", node.Nacos, "--check", "--slow"], patience: TimeSpan.FromMinutes(3));
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("ok    no third try", run.Output, StringComparison.Ordinal);
    }
}
