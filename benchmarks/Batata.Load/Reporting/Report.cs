using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Batata.Load.Reporting;

/// <summary>Collects figures and renders them.</summary>
internal sealed class Report(Machine machine, LoadOptions options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Figure> _figures = [];

    public bool AllMet => _figures.TrueForAll(static figure => figure.Met is not false);

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Console.Error.WriteLine($"  {figure.Title}: {Format(figure.BatataMedian)} {figure.Unit}" + (figure.Ratio is { } ratio ? $", ratio {Format(ratio)}" : ""));
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{machine.At:yyyy-MM-dd HH:mm} UTC, commit {machine.Commit}, {machine.Cpus} × {machine.Cpu}, {machine.Runtime}, 4 KiB write + fsync {machine.SyncMs:0.00} ms;");
        text.AppendLine(CultureInfo.InvariantCulture, $"medians of {options.Rounds} slices of {options.Seconds} s each. µs: processor time of the server for one operation.");
        text.AppendLine();
        text.AppendLine("| Measure | | Unit | Bare Kestrel | Batata | Ratio | Target | µs Kestrel | µs Batata |");
        text.AppendLine("|---|---|---|--:|--:|--:|---|--:|--:|");
        foreach (var f in _figures)
        {
            var target = f.Target is { } t ? $"{t.Text} {(f.Met == true ? "✓" : "✗")}" : "";
            text.AppendLine($"| `{f.Measure}` | {f.Title} | {f.Unit} | {Format(f.BaselineMedian)} | {Format(f.BatataMedian)} | {Format(f.Ratio)} | {target} | {Format(f.BaselineProcessorTime)} | {Format(f.BatataProcessorTime)} |");
        }
        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            machine,
            options.Seconds,
            options.Rounds,
            figures = _figures.Select(static f => new
            {
                f.Measure, f.Title, f.Unit, baseline = f.BaselineMedian, batata = f.BatataMedian, f.Ratio, target = f.Target?.Text, f.Met, f.BaselineProcessorTime, f.BatataProcessorTime, baselineSamples = f.Baseline, batataSamples = f.Batata,
            }),
        },
        Json);

    private static string Format(double? value) => value switch
    {
        null => "–",
        >= 1000 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 20 => value.Value.ToString("0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
