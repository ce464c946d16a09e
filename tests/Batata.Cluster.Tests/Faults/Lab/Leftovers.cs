using System.Globalization;
using System.Diagnostics;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>What laboratories of processes that are gone have left: nodes, namespaces, network interfaces, small disks.</summary>
internal static class Leftovers
{
    public static void Remove()
    {
        foreach (var space in Words(Tool.Try("ip", "-br netns list"), 0).Where(LabName.IsLeftover)) RemoveNamespace(space);
        foreach (var link in Words(Tool.Try("ip", "-br link"), 0).Select(static link => link.Split('@')[0]).Where(LabName.IsLeftover)) Tool.Try("ip", $"link del {link}");
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), "bt*").Where(LabName.IsLeftover)) RemoveFolder(folder);
    }

    /// <summary>Ends who is in it, too.</summary>
    public static void RemoveNamespace(string name)
    {
        foreach (var id in Words(Tool.Try("ip", $"netns pids {name}"), 0))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // gone meanwhile
            }
        }
        Tool.Try("ip", $"netns del {name}");
    }

    /// <summary>With the disks that are mounted in it.</summary>
    public static void RemoveFolder(string folder)
    {
        foreach (var mounted in Words(File.ReadAllText("/proc/mounts"), 1).Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal))) Tool.Try("umount", $"-l {mounted}");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<string> Words(string text, int column) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > column).Select(words => words[column]);
}
