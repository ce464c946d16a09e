using System.Globalization;

namespace Batata.Api.Nacos.Core;

/// <summary>How busy this machine is, for the metrics calls. Protocol source: Nacos <c>EnvUtil.getCpu</c>, <c>getLoad</c>, <c>getMem</c>.</summary>
internal sealed class MachineLoad
{
    private const double Unknown = -1;
    private readonly Lock _gate = new();
    private (long Busy, long All) _before = ReadCpu();

    /// <summary>Share of all processors that was busy since somebody asked last; -1 when the system does not tell.</summary>
    public double Cpu
    {
        get
        {
            var now = ReadCpu();
            lock (_gate)
            {
                var (busy, all) = (now.Busy - _before.Busy, now.All - _before.All);
                if (all > 0) _before = now;
                return now.All == 0 ? Unknown : all > 0 ? Math.Clamp((double)busy / all, 0, 1) : 0;
            }
        }
    }

    /// <summary>Processes that wait or run, over the last minute; -1 when the system does not tell.</summary>
    public static double Average => FirstLine("/proc/loadavg") is { } line ? double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture) : Unknown;

    /// <summary>Share of the memory that is in use.</summary>
    public static double Memory => GC.GetGCMemoryInfo() is { TotalAvailableMemoryBytes: > 0 } info
        ? Math.Clamp((double)info.MemoryLoadBytes / info.TotalAvailableMemoryBytes, 0, 1)
        : Unknown;

    /// <summary>Ticks: user nice system idle iowait irq softirq steal.</summary>
    private static (long Busy, long All) ReadCpu()
    {
        if (FirstLine("/proc/stat") is not { } line) return default;
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(static t => long.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        var all = ticks.Sum();
        return (all - ticks[3] - ticks[4], all);
    }

    private static string? FirstLine(string path) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;
}
