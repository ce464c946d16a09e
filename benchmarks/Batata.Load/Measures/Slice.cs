namespace Batata.Load.Measures;

/// <summary>One run of a load against one server.</summary>
/// <param name="Value">What is measured, for example requests per second.</param>
/// <param name="Operations">How many requests it took, so that the processor time can be divided.</param>
internal readonly record struct Slice(double Value, double Operations);

/// <summary>Slices of one server in the order in which they were taken.</summary>
internal sealed class Samples
{
    public List<double> Values { get; } = [];

    /// <summary>Microseconds of processor time that the server spent for one operation. Other work on the machine hardly moves it.</summary>
    public List<double> ProcessorMicroseconds { get; } = [];

    public void Add(Slice slice, TimeSpan processorTime)
    {
        Values.Add(slice.Value);
        ProcessorMicroseconds.Add(processorTime.TotalMicroseconds / slice.Operations);
    }
}
