using System.Diagnostics.Metrics;
using Batata.Application.Telemetry;

namespace Batata.Infrastructure.Telemetry;

/// <summary>The meter whose instruments read what the sources count anyway. Made when somebody wants metrics.</summary>
internal sealed class BatataMeter(IMeterFactory factory, IEnumerable<IMeterSource> sources)
{
    public const string Name = "Batata";

    /// <summary>That one and those of parts which record by themselves.</summary>
    public const string AllNames = "Batata*";

    /// <summary>Garbage collector, threads, exceptions: .NET's own names.</summary>
    public const string Runtime = "System.Runtime";

    private readonly Lazy<Meter> _meter = new(() =>
    {
        var meter = factory.Create(Name);
        foreach (var source in sources) source.Describe(meter);
        return meter;
    });

    public Meter Describe() => _meter.Value;
}
