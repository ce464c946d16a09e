using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Batata.Infrastructure.Persistence;

/// <summary>File operations that hold after a power cut.</summary>
internal static partial class DurableFiles
{
    /// <summary>Copies, flushes the copy and gives it its name in one step: under <paramref name="target"/> there is the old file or the whole new one.</summary>
    public static void CopyInto(string source, string target)
    {
        var staged = target + ".installing";
        File.Copy(source, staged, overwrite: true);
        Flush(staged);
        Rename(staged, target);
    }

    public static void Rename(string source, string target)
    {
        File.Move(source, target, overwrite: true);
        FlushFolderOf(target);
    }

    /// <remarks>Not for a file that SQLite has open and locks: closing any handle of it drops SQLite's locks.</remarks>
    public static void Flush(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes names that were created, renamed or deleted in the file's folder durable.</summary>
    public static void FlushFolderOf(string file)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS journals names, and folders cannot be opened there.
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var descriptor = OpenFolder(folder, 0);
        if (descriptor < 0) throw Failed("open", folder);
        try
        {
            if (Fsync(descriptor) != 0) throw Failed("fsync", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string call, string folder) =>
        new($"{call} of folder {folder} failed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
