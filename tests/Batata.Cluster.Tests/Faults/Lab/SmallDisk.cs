using System.Globalization;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>A disk in memory that can be filled. Nothing on it survives the machine, which no fault here touches.</summary>
internal sealed class SmallDisk
{
    private const long Size = 1024L * 1024 * 1024;
    private readonly string _ballast;

    public SmallDisk(string path)
    {
        Path = Directory.CreateDirectory(path).FullName;
        _ballast = System.IO.Path.Combine(path, "ballast");
        Tool.Run("mount", string.Create(CultureInfo.InvariantCulture, $"-t tmpfs -o size={Size},mode=0700 tmpfs {Path}"));
    }

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "data");

    /// <param name="leaving">Bytes that stay free now; the node may need them for what it writes.</param>
    public void Fill(long leaving)
    {
        var free = new DriveInfo(Path).AvailableFreeSpace - leaving;
        if (free > 0) File.OpenHandle(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None, preallocationSize: free).Dispose();
    }

    public void Empty() => File.Delete(_ballast);
}
