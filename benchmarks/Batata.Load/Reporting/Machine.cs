using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Batata.Load.Reporting;

/// <summary>What the figures depend on.</summary>
/// <param name="SyncMs">Median time of a 4 KiB write with fsync in the folder of temporary files, where the data folders are.</param>
internal sealed record Machine(DateTimeOffset At, string Commit, string Cpu, int Cpus, string Runtime, double SyncMs)
{
    private const int Syncs = 200;

    public static async Task<Machine> LookAsync(string repository, CancellationToken cancellationToken) => new(
        TimeProvider.System.GetUtcNow(), await CommitAsync(repository, cancellationToken), CpuModel(), Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, SyncTime());

    private static async Task<string> CommitAsync(string repository, CancellationToken cancellationToken)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", repository, "describe", "--always", "--dirty"]) { RedirectStandardOutput = true })!;
        return (await git.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
    }

    private static string CpuModel() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    private static double SyncTime()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
            var block = new byte[4096];
            var samples = new double[Syncs];
            for (var i = 0; i < Syncs; i++)
            {
                var since = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, block, (long)i * block.Length);
                RandomAccess.FlushToDisk(file);
                samples[i] = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            }
            return Figure.Median(samples);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
