using System.Globalization;

namespace Batata.Infrastructure.Agents;

/// <summary><c>/proc/meminfo</c> by the names of gopsutil's <c>VirtualMemoryStat</c>.</summary>
internal static class MemoryFigures
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["MemTotal"] = "total", ["MemAvailable"] = "available", ["MemFree"] = "free", ["Active"] = "active", ["Inactive"] = "inactive", ["Buffers"] = "buffers",
        ["Cached"] = "cached", ["Writeback"] = "writeBack", ["Dirty"] = "dirty", ["WritebackTmp"] = "writeBackTmp", ["Shmem"] = "shared", ["Slab"] = "slab",
        ["SReclaimable"] = "sreclaimable", ["SUnreclaim"] = "sunreclaim", ["PageTables"] = "pageTables", ["SwapCached"] = "swapCached", ["CommitLimit"] = "commitLimit",
        ["Committed_AS"] = "committedAS", ["HighTotal"] = "highTotal", ["HighFree"] = "highFree", ["LowTotal"] = "lowTotal", ["LowFree"] = "lowFree",
        ["SwapTotal"] = "swapTotal", ["SwapFree"] = "swapFree", ["Mapped"] = "mapped", ["VmallocTotal"] = "vmallocTotal", ["VmallocUsed"] = "vmallocUsed",
        ["VmallocChunk"] = "vmallocChunk", ["HugePages_Total"] = "hugePagesTotal", ["HugePages_Free"] = "hugePagesFree", ["HugePages_Rsvd"] = "hugePagesRsvd",
        ["HugePages_Surp"] = "hugePagesSurp", ["Hugepagesize"] = "hugePageSize", ["AnonHugePages"] = "anonHugePages",
    };

    /// <summary>What other systems have.</summary>
    private static readonly string[] Foreign = ["wired", "laundry"];

    /// <returns>All that there is a name for: what this kernel does not tell is 0, as with gopsutil.</returns>
    public static SortedDictionary<string, ulong> Of(IEnumerable<string> lines)
    {
        var figures = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var name in Names.Values.Concat(Foreign)) figures[name] = 0;
        foreach (var line in lines)
        {
            var words = line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !Names.TryGetValue(words[0], out var name) || !ulong.TryParse(words[1], CultureInfo.InvariantCulture, out var value)) continue;
            figures[name] = words.Length > 2 && words[2] == "kB" ? value * 1024 : value;
        }
        if (figures.TryGetValue("sreclaimable", out var reclaimable)) figures["cached"] = figures.GetValueOrDefault("cached") + reclaimable;
        var (total, available) = (figures.GetValueOrDefault("total"), figures.GetValueOrDefault("available"));
        figures["used"] = total > available ? total - available : 0;
        return figures;
    }

    public static double UsedPercent(IReadOnlyDictionary<string, ulong> figures) =>
        figures.GetValueOrDefault("total") is > 0 and var total ? 100.0 * figures.GetValueOrDefault("used") / total : 0;
}
