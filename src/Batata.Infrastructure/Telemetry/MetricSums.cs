using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Batata.Application.Telemetry;

namespace Batata.Infrastructure.Telemetry;

/// <summary>What was measured in one interval, by name and labels. Instruments that tell a total are counters of what came to it since the interval before.</summary>
internal sealed class MetricSums
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Sum> _sums = new(StringComparer.Ordinal);

    public void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = KeyOf(instrument.Name, tags);
        lock (_gate)
        {
            if (!_sums.TryGetValue(key, out var sum)) _sums[key] = sum = new Sum(instrument.Name, LabelsOf(tags), KindOf(instrument));
            sum.Add(value);
        }
    }

    /// <summary>Empty, but for the totals that counters go on from.</summary>
    public MetricSums Next()
    {
        var next = new MetricSums();
        lock (_gate)
        {
            foreach (var (key, sum) in _sums)
            {
                if (sum.Kind == SumKind.Total) next._sums[key] = sum.Next();
            }
        }
        return next;
    }

    public MetricInterval Read(DateTimeOffset startedAt, TimeSpan length)
    {
        lock (_gate)
        {
            var sorted = _sums.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => one.Value).Where(static sum => sum.Count > 0).ToList();
            return new MetricInterval(
                startedAt,
                [.. sorted.Where(static sum => sum.Kind == SumKind.Gauge).Select(static sum => new MetricGauge(sum.Name, sum.Labels, sum.Last))],
                [.. sorted.Where(static sum => sum.Kind is SumKind.Counter or SumKind.Total).Select(sum => sum.Read(length))],
                [.. sorted.Where(static sum => sum.Kind == SumKind.Sample).Select(sum => sum.Read(length))]);
        }
    }

    private static SumKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        if (type == typeof(Counter<>)) return SumKind.Counter;
        if (type == typeof(Histogram<>)) return SumKind.Sample;
        return type == typeof(ObservableCounter<>) ? SumKind.Total : SumKind.Gauge;
    }

    private static string KeyOf(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return name;
        var key = new StringBuilder(name);
        foreach (var (label, value) in tags) key.Append('\n').Append(label).Append('=').Append(TextOf(value));
        return key.ToString();
    }

    private static KeyValuePair<string, string>[] LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new KeyValuePair<string, string>[tags.Length];
        for (var i = 0; i < labels.Length; i++) labels[i] = new(tags[i].Key, TextOf(tags[i].Value));
        return labels;
    }

    private static string TextOf(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private enum SumKind
    {
        Gauge,
        Counter,

        /// <summary>A counter that tells all that was counted since the process began.</summary>
        Total,
        Sample,
    }

    private sealed class Sum(string name, KeyValuePair<string, string>[] labels, SumKind kind, double? total = null)
    {
        private double? _total = total;
        private double _sum;
        private double _squares;
        private double _min;
        private double _max;

        public string Name => name;

        public KeyValuePair<string, string>[] Labels => labels;

        public SumKind Kind => kind;

        public long Count { get; private set; }

        public double Last { get; private set; }

        public void Add(double value)
        {
            if (kind == SumKind.Total)
            {
                var more = value - (_total ?? value);
                _total = value;
                if (more <= 0) return;
                value = more;
            }
            (_min, _max) = Count == 0 ? (value, value) : (Math.Min(_min, value), Math.Max(_max, value));
            (_sum, _squares, Last) = (_sum + value, _squares + (value * value), value);
            Count++;
        }

        public Sum Next() => new(name, labels, kind, _total);

        public MetricSummary Read(TimeSpan length)
        {
            var spread = Count < 2 ? 0 : Math.Max(0, (Count * _squares) - (_sum * _sum)) / (Count * (Count - 1.0));
            return new MetricSummary(name, labels, Count, _sum / length.TotalSeconds, _sum, _min, _max, _sum / Count, Math.Sqrt(spread));
        }
    }
}
