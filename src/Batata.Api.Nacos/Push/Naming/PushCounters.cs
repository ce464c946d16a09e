using System.Diagnostics.Metrics;

namespace Batata.Api.Nacos.Push.Naming;

/// <summary>How pushes of services fare.</summary>
internal sealed class PushCounters
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Batata.Naming";

    private readonly Counter<long> _pushes;
    private readonly Histogram<double> _duration;

    public PushCounters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _pushes = meter.CreateCounter<long>("batata.naming.pushes", "{push}", "Pushes of services to subscribers, by what became of them");
        _duration = meter.CreateHistogram<double>("batata.naming.push.duration", "s", "From the end of the merge window to the answer of the subscriber");
    }

    public void Sent() => _pushes.Add(1, Outcome("sent"));

    public void Accepted(TimeSpan after)
    {
        _pushes.Add(1, Outcome("accepted"));
        _duration.Record(after.TotalSeconds);
    }

    /// <summary>Refused or not answered in time; it is tried again.</summary>
    public void Failed() => _pushes.Add(1, Outcome("failed"));

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);
}
