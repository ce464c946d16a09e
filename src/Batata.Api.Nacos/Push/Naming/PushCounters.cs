using System.Diagnostics.Metrics;

namespace Batata.Api.Nacos.Push.Naming;

/// <summary>How pushes of services fare.</summary>
internal sealed class PushCounters
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Batata.Naming";

    private readonly Counter<long> _pushes;
    private readonly Histogram<double> _duration;
    private readonly Lock _gate = new();
    private PushTotals _totals;

    public PushCounters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _pushes = meter.CreateCounter<long>("batata.naming.pushes", "{push}", "Pushes of services to subscribers, by what became of them");
        _duration = meter.CreateHistogram<double>("batata.naming.push.duration", "s", "From the end of the merge window to the answer of the subscriber");
    }

    /// <summary>Since the start, or since somebody set them back.</summary>
    public PushTotals Totals
    {
        get
        {
            lock (_gate) return _totals;
        }
    }

    /// <summary>Meters count on.</summary>
    public void ResetTotals()
    {
        lock (_gate) _totals = default;
    }

    /// <param name="empty">It names nobody that could be called.</param>
    public void Sent(bool empty)
    {
        _pushes.Add(1, Outcome("sent"));
        lock (_gate) _totals = _totals with { Sent = _totals.Sent + 1, Empty = _totals.Empty + (empty ? 1 : 0) };
    }

    public void Accepted(TimeSpan after)
    {
        _pushes.Add(1, Outcome("accepted"));
        _duration.Record(after.TotalSeconds);
        var cost = (long)after.TotalMilliseconds;
        lock (_gate)
        {
            _totals = _totals with
            {
                Accepted = _totals.Accepted + 1,
                CostMs = _totals.CostMs + cost,
                MaxCostMs = Math.Max(_totals.MaxCostMs, cost),
            };
        }
    }

    /// <summary>Refused or not answered in time; it is tried again.</summary>
    public void Failed()
    {
        _pushes.Add(1, Outcome("failed"));
        lock (_gate) _totals = _totals with { Failed = _totals.Failed + 1 };
    }

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);
}

/// <summary>Pushes as the operator calls tell them.</summary>
internal readonly record struct PushTotals(long Sent, long Empty, long Accepted, long Failed, long CostMs, long MaxCostMs)
{
    public long AverageCostMs => Accepted == 0 ? 0 : CostMs / Accepted;
}
