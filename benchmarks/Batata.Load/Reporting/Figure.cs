using Batata.Load.Measures;

namespace Batata.Load.Reporting;

/// <summary>One line of the table.</summary>
/// <param name="Measure">Name for <c>--only</c>.</param>
/// <param name="Baseline">Samples of bare Kestrel; empty when there is nothing to compare with.</param>
/// <param name="Batata">Samples of Batata, in the order in which they were taken.</param>
/// <param name="Target">Null when there is none.</param>
internal sealed record Figure(string Measure, string Title, string Unit, IReadOnlyList<double> Baseline, IReadOnlyList<double> Batata, Target? Target = null)
{
    public Figure(string measure, string title, string unit, Samples baseline, Samples batata, Target? target = null)
        : this(measure, title, unit, baseline.Values, batata.Values, target) =>
        (BaselineProcessorTime, BatataProcessorTime) = (Median(baseline.ProcessorMicroseconds), Median(batata.ProcessorMicroseconds));

    /// <summary>Microseconds of processor time for one operation; null where operations are not counted.</summary>
    public double? BaselineProcessorTime { get; }

    public double? BatataProcessorTime { get; }

    public double? BaselineMedian => Baseline.Count == 0 ? null : Median(Baseline);

    public double BatataMedian => Median(Batata);

    /// <summary>Median of the ratios of neighbouring slices, which a slow drift of the machine does not move.</summary>
    public double? Ratio => Baseline.Count == 0 ? null : Median([.. Batata.Zip(Baseline, static (batata, baseline) => batata / baseline)]);

    public bool? Met => Target?.IsMet(this);

    public static double Median(IReadOnlyList<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

/// <param name="Text">For people, for example <c>ratio ≥ 0.85</c>.</param>
internal sealed record Target(string Text, Func<Figure, bool> IsMet)
{
    public static Target RatioAtLeast(double ratio) => new(FormattableString.Invariant($"ratio ≥ {ratio}"), figure => figure.Ratio >= ratio);

    public static Target AtLeast(double value) => new(FormattableString.Invariant($"≥ {value}"), figure => figure.BatataMedian >= value);

    public static Target AtMost(double value) => new(FormattableString.Invariant($"≤ {value}"), figure => figure.BatataMedian <= value);
}
