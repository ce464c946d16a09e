using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>A disk in memory that can be filled. Nothing on it survives the machine, which no fault here touches.</summary>
internal sealed partial class SmallDisk
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
        using var ballast = File.OpenHandle(_ballast, FileMode.Create, FileAccess.Write);
        var size = 0L;
        // In smaller and smaller pieces: the node takes some meanwhile.
        for (var piece = Size; piece >= 4096; piece /= 2)
        {
            while (new DriveInfo(Path).AvailableFreeSpace - leaving >= piece && Allocate(ballast, 0, size, piece) == 0) size += piece;
        }
    }

    public void Empty() => File.Delete(_ballast);

    [LibraryImport("libc", EntryPoint = "fallocate")]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);
}
