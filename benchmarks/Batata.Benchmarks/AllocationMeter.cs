namespace Batata.Benchmarks;

/// <summary>Bytes that the calling thread allocates for one run of a hot path.</summary>
public static class AllocationMeter
{
    private const int WarmUps = 500;
    private const int Runs = 200;
    private const int Series = 5;

    /// <returns>The least mean of a few series, rounded: what an odd run allocates beside it (a buffer that grows, a cache that fills) does not count.</returns>
    public static long BytesPerRun(HotPath path)
    {
        for (var i = 0; i < WarmUps; i++) path.Run();
        var least = long.MaxValue;
        for (var series = 0; series < Series; series++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Runs; i++) path.Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return (least + Runs / 2) / Runs;
    }
}
