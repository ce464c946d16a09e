namespace Batata.Application.Agents;

/// <summary>What the system tells of the machine that this node runs on. Protocol source: Consul <c>agent/debug/host.go</c>.</summary>
public interface IHostFacts
{
    /// <summary>Reads it now. What cannot be read is missing, and told in <see cref="HostFacts.Problems"/>.</summary>
    HostFacts Collect();
}

/// <param name="Memory">Figures in bytes, and some counts, by the names that Consul's answer has for them.</param>
/// <param name="Cpus">One for each logical processor.</param>
/// <param name="Disk">Of the file system that holds the data folder; null when it cannot be read.</param>
/// <param name="Problems">For people; empty when all was read.</param>
public sealed record HostFacts(
    IReadOnlyDictionary<string, ulong> Memory, double MemoryUsedPercent, IReadOnlyList<CpuFacts> Cpus, SystemFacts System, DiskFacts? Disk,
    DateTimeOffset CollectedAt, IReadOnlyList<string> Problems);

public sealed record CpuFacts(
    int Index, string Vendor, string Family, string Model, int Stepping, string PhysicalId, string CoreId, string ModelName, double Mhz, int CacheKib,
    IReadOnlyList<string> Flags, string Microcode);

/// <param name="HostId">UUID in small letters; empty when the system has none.</param>
public sealed record SystemFacts(
    string HostName, long UptimeSeconds, long BootedAtSeconds, int Processes, string Os, string Platform, string PlatformFamily, string PlatformVersion,
    string KernelVersion, string Architecture, string HostId);

public sealed record DiskFacts(string Path, string FileSystem, long Total, long Free, long Available);
