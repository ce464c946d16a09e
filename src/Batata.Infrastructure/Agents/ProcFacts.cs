using System.Globalization;
using System.Runtime.InteropServices;
using Batata.Application.Agents;
using Batata.Infrastructure.Cluster;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Agents;

/// <summary>Reads <c>/proc</c>, <c>/sys</c> and <c>/etc/os-release</c>. Protocol source: gopsutil, whose records Consul shows.</summary>
internal sealed class ProcFacts(IOptions<ClusterOptions> options, TimeProvider time) : IHostFacts
{
    public HostFacts Collect()
    {
        var problems = new List<string>();
        var memory = MemoryFigures.Of(Lines("/proc/meminfo", problems));
        return new HostFacts(memory, MemoryFigures.UsedPercent(memory), [.. CpuList.Of(Lines("/proc/cpuinfo", problems))], Machine(problems), Disk(problems), time.GetUtcNow(), problems);
    }

    private SystemFacts Machine(List<string> problems)
    {
        var release = OsRelease(problems);
        var uptime = Seconds(First("/proc/uptime", problems));
        var processes = 0;
        foreach (var _ in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc", "*").Where(static path => char.IsAsciiDigit(Path.GetFileName(path)[0])) : []) processes++;
        return new SystemFacts(
            Environment.MachineName,
            uptime,
            time.GetUtcNow().ToUnixTimeSeconds() - uptime,
            processes,
            OperatingSystem.IsLinux() ? "linux" : RuntimeInformation.OSDescription,
            release.GetValueOrDefault("ID", ""),
            release.GetValueOrDefault("ID_LIKE", release.GetValueOrDefault("ID", "")).Split(' ')[0],
            release.GetValueOrDefault("VERSION_ID", ""),
            First("/proc/sys/kernel/osrelease", problems),
            Architecture(),
            HostId());
    }

    private DiskFacts? Disk(List<string> problems)
    {
        try
        {
            var path = Path.GetFullPath(options.Value.DataPath);
            var drive = new DriveInfo(path);
            return new DiskFacts(path, drive.DriveFormat, drive.TotalSize, drive.TotalFreeSpace, drive.AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(e.Message);
            return null;
        }
    }

    /// <summary>The names that Go and the kernel have.</summary>
    private static string Architecture() => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "x86_64",
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static string HostId()
    {
        foreach (var file in (string[])["/sys/class/dmi/id/product_uuid", "/etc/machine-id", "/proc/sys/kernel/random/boot_id"])
        {
            if (Guid.TryParse(First(file, null), out var id)) return id.ToString("D");
        }
        return "";
    }

    private static Dictionary<string, string> OsRelease(List<string> problems)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Lines("/etc/os-release", problems))
        {
            if (line.Split('=', 2) is [var name, var value]) values[name] = value.Trim('"');
        }
        return values;
    }

    private static long Seconds(string uptime) => double.TryParse(uptime.Split(' ')[0], CultureInfo.InvariantCulture, out var seconds) ? (long)seconds : 0;

    private static string First(string file, List<string>? problems) => Lines(file, problems) is [var first, ..] ? first.Trim() : "";

    private static string[] Lines(string file, List<string>? problems)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems?.Add(e.Message);
            return [];
        }
    }
}
