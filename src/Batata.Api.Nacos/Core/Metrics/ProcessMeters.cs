using System.Diagnostics;
using System.Diagnostics.Metrics;
using Batata.Application.Telemetry;
using static Batata.Api.Nacos.Core.Metrics.Tags;

namespace Batata.Api.Nacos.Core.Metrics;

/// <summary>
/// The machine and the process by the names of Micrometer, which dashboards for Nacos show; those of the Java machine stand for what .NET has in its place. .NET's
/// own are beside them as <c>dotnet_*</c>.
/// </summary>
internal sealed class ProcessMeters(TimeProvider time) : IMeterSource
{
    private readonly MachineLoad _machine = new();
    private readonly Lock _gate = new();
    private (TimeSpan Cpu, long At) _before = (Environment.CpuUsage.TotalTime, time.GetTimestamp());

    public void Describe(Meter meter)
    {
        Gauge("system_cpu_usage", () => _machine.Cpu, "Recent use of all processors");
        Gauge("system_cpu_count", static () => Environment.ProcessorCount, "Processors that the process may use");
        Gauge("system_load_average_1m", static () => MachineLoad.Average, "Processes that run or wait, over a minute");
        Gauge("process_cpu_usage", CpuUsage, "Recent use of all processors by this process");
        Gauge("process_start_time_seconds", static () => Started.ToUnixTimeMilliseconds() / 1000.0, "Start of the process since the epoch");
        Gauge("process_uptime_seconds", () => (time.GetUtcNow() - Started).TotalSeconds, "Age of the process");
        Gauge("process_files_open_files", OpenFiles, "Open file descriptors");
        Gauge("jvm_threads_live_threads", static () => Process.GetCurrentProcess().Threads.Count, "Threads of the process");
        Gauge("jvm_threads_daemon_threads", static () => ThreadPool.ThreadCount, "Threads of the pool");
        Gauge("jvm_gc_pause_seconds_count", static () => GC.CollectionCount(0), "Pauses of the garbage collector");
        Gauge("jvm_gc_pause_seconds_sum", static () => GC.GetTotalPauseDuration().TotalSeconds, "Seconds of them together");
        Gauge("jvm_gc_memory_allocated_bytes", static () => GC.GetTotalAllocatedBytes(), "Bytes allocated since the start");
        meter.CreateObservableGauge("jvm_memory_used_bytes", UsedMemory, null, "Memory in use");
        meter.CreateObservableGauge<double>("jvm_memory_committed_bytes", static () => [Of(GC.GetGCMemoryInfo().TotalCommittedBytes, ("area", "heap"), ("id", "managed"))], null, "Memory that the collector holds");
        meter.CreateObservableGauge<double>("jvm_memory_max_bytes", static () => [Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, ("area", "heap"), ("id", "managed"))], null, "Memory that the collector may use");

        void Gauge(string name, Func<double> read, string help) => meter.CreateObservableGauge(name, read, null, help);
    }

    private static DateTimeOffset Started { get; } = new(Process.GetCurrentProcess().StartTime);

    private double CpuUsage()
    {
        var now = (Cpu: Environment.CpuUsage.TotalTime, At: time.GetTimestamp());
        lock (_gate)
        {
            var wall = time.GetElapsedTime(_before.At, now.At) * Environment.ProcessorCount;
            var usage = wall > TimeSpan.Zero ? (now.Cpu - _before.Cpu) / wall : 0;
            _before = now;
            return Math.Clamp(usage, 0, 1);
        }
    }

    private static double OpenFiles() => Directory.Exists("/proc/self/fd") ? Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() : 0;

    private static IEnumerable<Measurement<double>> UsedMemory()
    {
        var heap = GC.GetTotalMemory(forceFullCollection: false);
        yield return Of(heap, ("area", "heap"), ("id", "managed"));
        yield return Of(Math.Max(0, Environment.WorkingSet - heap), ("area", "nonheap"), ("id", "native"));
    }
}
