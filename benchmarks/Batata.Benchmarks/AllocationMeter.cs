using System.Diagnostics;
using System.Runtime;

namespace Batata.Benchmarks;

/// <summary>Bytes that the calling thread allocates for one run of a hot path.</summary>
public static class AllocationMeter
{
    private const int Runs = 200;
    private const int Series = 5;

    // The runtime compiles anew what ran 30 times, once 100 ms went by in which nothing new was called. Until then the code boxes what it later does not:
    // the bytes were those of whichever paths had been measured before.
    private const int WarmUps = 50;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>The least mean of a few series, rounded: what an odd run allocates beside it (a buffer that grows, a cache that fills) does not count.</returns>
    public static long BytesPerRun(HotPath path)
    {
        RunUntilCompiled(path);
        var least = long.MaxValue;
        for (var series = 0; series < Series; series++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Runs; i++) path.Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return (least + Runs / 2) / Runs;
    }

    private static void RunUntilCompiled(HotPath path)
    {
        var began = Stopwatch.GetTimestamp();
        var (compiled, since) = (0L, began);
        while (Stopwatch.GetElapsedTime(since) < Quiet && Stopwatch.GetElapsedTime(began) < Patience)
        {
            for (var i = 0; i < WarmUps; i++) path.Run();
            var now = JitInfo.GetCompiledMethodCount();
            if (now != compiled) (compiled, since) = (now, Stopwatch.GetTimestamp());
        }
    }
}
