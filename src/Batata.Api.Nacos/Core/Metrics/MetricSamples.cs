using System.Globalization;
using System.Text;

namespace Batata.Api.Nacos.Core.Metrics;

/// <param name="Labels">In the order of the page.</param>
internal sealed record MetricSample(string Name, IReadOnlyList<(string Name, string Value)> Labels, double Value);

/// <summary>Reads and filters the page of metrics, for the calls that want a part of it.</summary>
internal static class MetricSamples
{
    /// <summary>Only the families of these names; a summary counts with its name and with those of its lines.</summary>
    public static string Only(string page, IReadOnlyCollection<string> names)
    {
        var kept = new StringBuilder();
        var keep = false;
        foreach (var line in page.Split('\n'))
        {
            if (line.Length == 0) continue;
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) keep = names.Contains(line.Split(' ', 4)[2]);
            if (keep || line == "# EOF") kept.Append(line).Append('\n');
        }
        return kept.ToString();
    }

    public static IEnumerable<MetricSample> Parse(string page)
    {
        foreach (var line in page.Split('\n'))
        {
            if (line.Length > 0 && line[0] != '#' && ParseLine(line) is { } sample) yield return sample;
        }
    }

    // name{label="value",…} 1.0, where a value may hold \" \\ and \n
    private static MetricSample? ParseLine(string line)
    {
        var end = line.AsSpan().IndexOfAny('{', ' ');
        if (end < 0) return null;
        var (name, at, labels) = (line[..end], end, new List<(string, string)>());
        if (line[at] == '{')
        {
            at++;
            while (at < line.Length && line[at] != '}')
            {
                var equals = line.IndexOf('=', at);
                if (equals < 0) return null;
                var label = line[at..equals];
                var value = new StringBuilder();
                for (at = equals + 2; at < line.Length && line[at] != '"'; at++)
                {
                    if (line[at] == '\\' && at + 1 < line.Length) value.Append(line[++at] == 'n' ? '\n' : line[at]);
                    else value.Append(line[at]);
                }
                labels.Add((label, value.ToString()));
                at++;
                if (at < line.Length && line[at] == ',') at++;
            }
            at++;
        }
        var words = line[Math.Min(at, line.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && double.TryParse(words[0], CultureInfo.InvariantCulture, out var number) ? new MetricSample(name, labels, number) : null;
    }
}
