using System.Text;

namespace Batata.Infrastructure.Telemetry;

/// <summary>
/// Puts families in the order and form of Micrometer, which Nacos writes with: the help before the type, families of one name together, and the two
/// gauges <c>x_count</c> and <c>x_sum</c> as the summary <c>x</c>, for which OpenTelemetry has no instrument.
/// </summary>
internal static class MetricText
{
    private const string EndOfFile = "# EOF";

    public static string Rewrite(string text, bool openMetrics)
    {
        var families = new Dictionary<string, Family>(StringComparer.Ordinal);
        Family? family = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line == EndOfFile) continue;
            if (line[0] != '#')
            {
                family?.Samples.Append(line).Append('\n');
                continue;
            }
            var words = line.Split(' ', 4);
            if (words.Length < 3) continue;
            if (!families.TryGetValue(words[2], out family)) families[words[2]] = family = new Family();
            var said = words.Length > 3 ? words[3] : "";
            if (words[1] == "TYPE") family.Type = said;
            else if (words[1] == "HELP") family.Help = said;
        }
        Summarise(families);
        var rewritten = new StringBuilder(text.Length + 1024);
        foreach (var (name, one) in families.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (one.Samples.Length == 0) continue;
            rewritten.Append("# HELP ").Append(name).Append(' ').Append(one.Help).Append('\n');
            rewritten.Append("# TYPE ").Append(name).Append(' ').Append(one.Type).Append('\n');
            rewritten.Append(one.Samples);
        }
        if (openMetrics) rewritten.Append(EndOfFile).Append('\n');
        return rewritten.ToString();
    }

    private static void Summarise(Dictionary<string, Family> families)
    {
        foreach (var (name, count) in families.ToList())
        {
            if (!name.EndsWith("_count", StringComparison.Ordinal) || count.Type != "gauge") continue;
            var stem = name[..^"_count".Length];
            if (!families.TryGetValue(stem + "_sum", out var sum) || sum.Type != "gauge") continue;
            families.Remove(name);
            families.Remove(stem + "_sum");
            var summary = new Family { Type = "summary", Help = count.Help };
            summary.Samples.Append(count.Samples).Append(sum.Samples);
            families[stem] = summary;
        }
    }

    private sealed class Family
    {
        public string Type { get; set; } = "untyped";

        public string Help { get; set; } = "";

        public StringBuilder Samples { get; } = new();
    }
}
