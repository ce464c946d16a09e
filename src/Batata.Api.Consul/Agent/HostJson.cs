using System.Text.Json;
using Batata.Application.Agents;

namespace Batata.Api.Consul.Agent;

/// <summary>The machine as Consul shows it: the records of gopsutil.</summary>
internal static class HostJson
{
    public static void Write(Utf8JsonWriter json, HostFacts facts)
    {
        json.WriteStartObject();
        WriteMemory(json, facts);
        json.WriteStartArray("CPU"u8);
        foreach (var cpu in facts.Cpus) WriteCpu(json, cpu);
        json.WriteEndArray();
        WriteSystem(json, facts.System);
        WriteDisk(json, facts.Disk);
        json.WriteNumber("CollectionTime"u8, facts.CollectedAt.ToUnixTimeMilliseconds() * 1_000_000);
        if (facts.Problems.Count == 0)
        {
            json.WriteNull("Errors"u8);
        }
        else
        {
            json.WriteStartArray("Errors"u8);
            foreach (var problem in facts.Problems) json.WriteStringValue(problem);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, HostFacts facts)
    {
        json.WriteStartObject("Memory"u8);
        foreach (var (name, value) in facts.Memory) json.WriteNumber(name, value);
        json.WriteNumber("usedPercent"u8, facts.MemoryUsedPercent);
        json.WriteEndObject();
    }

    private static void WriteCpu(Utf8JsonWriter json, CpuFacts cpu)
    {
        json.WriteStartObject();
        json.WriteNumber("cpu"u8, cpu.Index);
        json.WriteString("vendorId"u8, cpu.Vendor);
        json.WriteString("family"u8, cpu.Family);
        json.WriteString("model"u8, cpu.Model);
        json.WriteNumber("stepping"u8, cpu.Stepping);
        json.WriteString("physicalId"u8, cpu.PhysicalId);
        json.WriteString("coreId"u8, cpu.CoreId);
        json.WriteNumber("cores"u8, 1);
        json.WriteString("modelName"u8, cpu.ModelName);
        json.WriteNumber("mhz"u8, cpu.Mhz);
        json.WriteNumber("cacheSize"u8, cpu.CacheKib);
        json.WriteStartArray("flags"u8);
        foreach (var flag in cpu.Flags) json.WriteStringValue(flag);
        json.WriteEndArray();
        json.WriteString("microcode"u8, cpu.Microcode);
        json.WriteEndObject();
    }

    private static void WriteSystem(Utf8JsonWriter json, SystemFacts system)
    {
        json.WriteStartObject("Host"u8);
        json.WriteString("hostname"u8, system.HostName);
        json.WriteNumber("uptime"u8, system.UptimeSeconds);
        json.WriteNumber("bootTime"u8, system.BootedAtSeconds);
        json.WriteNumber("procs"u8, system.Processes);
        json.WriteString("os"u8, system.Os);
        json.WriteString("platform"u8, system.Platform);
        json.WriteString("platformFamily"u8, system.PlatformFamily);
        json.WriteString("platformVersion"u8, system.PlatformVersion);
        json.WriteString("kernelVersion"u8, system.KernelVersion);
        json.WriteString("kernelArch"u8, system.Architecture);
        json.WriteString("virtualizationSystem"u8, "");
        json.WriteString("virtualizationRole"u8, "");
        json.WriteString("hostId"u8, system.HostId);
        json.WriteEndObject();
    }

    private static void WriteDisk(Utf8JsonWriter json, DiskFacts? disk)
    {
        json.WriteStartObject("Disk"u8);
        if (disk is not null)
        {
            var used = disk.Total - disk.Free;
            json.WriteString("path"u8, disk.Path);
            json.WriteString("fstype"u8, disk.FileSystem);
            json.WriteNumber("total"u8, disk.Total);
            json.WriteNumber("free"u8, disk.Available);
            json.WriteNumber("used"u8, used);
            json.WriteNumber("usedPercent"u8, used + disk.Available > 0 ? 100.0 * used / (used + disk.Available) : 0);
        }
        json.WriteEndObject();
    }
}
