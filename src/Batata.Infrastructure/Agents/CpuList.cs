using System.Globalization;
using Batata.Application.Agents;

namespace Batata.Infrastructure.Agents;

/// <summary><c>/proc/cpuinfo</c>: a block of lines for each logical processor.</summary>
internal static class CpuList
{
    public static IEnumerable<CpuFacts> Of(IEnumerable<string> lines)
    {
        var block = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Append(""))
        {
            if (line.Split(':', 2) is [var name, var value])
            {
                block[name.Trim()] = value.Trim();
                continue;
            }
            if (block.ContainsKey("processor")) yield return Read(block);
            block.Clear();
        }
    }

    private static CpuFacts Read(Dictionary<string, string> block)
    {
        return new CpuFacts(
            Number("processor"), Text("vendor_id"), Text("cpu family"), Text("model"), Number("stepping"), Text("physical id"), Text("core id"), Text("model name"),
            double.TryParse(Text("cpu MHz"), CultureInfo.InvariantCulture, out var mhz) ? mhz : 0,
            int.TryParse(Text("cache size").Split(' ')[0], CultureInfo.InvariantCulture, out var cache) ? cache : 0,
            Text("flags").Split(' ', StringSplitOptions.RemoveEmptyEntries), Text("microcode"));

        string Text(string name) => block.GetValueOrDefault(name, "");

        int Number(string name) => int.TryParse(Text(name), CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
