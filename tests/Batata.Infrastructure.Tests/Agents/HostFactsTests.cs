using Batata.Infrastructure.Agents;
using Batata.Infrastructure.Cluster;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Tests.Agents;

public sealed class HostFactsTests
{
    [Fact]
    public void Collect_TellsOfThisMachine()
    {
        var facts = new ProcFacts(Options.Create(new ClusterOptions { DataPath = Path.GetTempPath() }), TimeProvider.System).Collect();
        Assert.Empty(facts.Problems);
        Assert.True(facts.Memory["total"] > facts.Memory["available"]);
        Assert.Equal(facts.Memory["total"] - facts.Memory["available"], facts.Memory["used"]);
        Assert.InRange(facts.MemoryUsedPercent, 0.1, 100);
        Assert.True(facts.Cpus.Count >= Environment.ProcessorCount);
        Assert.Equal(Environment.MachineName, facts.System.HostName);
        Assert.True(facts.System.UptimeSeconds > 0);
        Assert.True(facts.System.Processes > 0);
        Assert.True(facts.Disk!.Total >= facts.Disk.Free);
    }

    [Fact]
    public void Memory_IsReadInBytes_AndCountsAsTheyAre()
    {
        var memory = MemoryFigures.Of(["MemTotal:  100 kB", "MemAvailable: 40 kB", "Cached: 8 kB", "SReclaimable: 2 kB", "HugePages_Total:  3", "Unknown: 9 kB", "broken"]);
        Assert.Equal(102_400UL, memory["total"]);
        Assert.Equal(61_440UL, memory["used"]);
        Assert.Equal(10_240UL, memory["cached"]);
        Assert.Equal(3UL, memory["hugePagesTotal"]);
        Assert.Equal(60, MemoryFigures.UsedPercent(memory));
    }
}
