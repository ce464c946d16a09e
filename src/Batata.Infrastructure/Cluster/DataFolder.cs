using System.Globalization;
using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// The folder in which a node keeps all it must not lose: created when missing, held by one process at a time, and of a format that this
/// release knows. What is in it: <c>format</c>, <c>lock</c>, <c>pid</c>, <c>log/</c>, <c>state/</c>, <c>snapshots/</c>,
/// and <c>member</c> and <c>members</c> in a cluster.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Raised when an older release could no longer read what is written.</summary>
    public const int Format = 1;

    private const string FormatPrefix = "batata data format ";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <summary>It was made by this process, or was empty.</summary>
    public bool IsNew { get; private set; }

    public string LogPath => System.IO.Path.Combine(Path, "log");

    public string StateFile => System.IO.Path.Combine(Path, "state", "batata.db");

    /// <summary>Only in a cluster: see <see cref="Members.MemberFile"/>.</summary>
    public string MemberFile => System.IO.Path.Combine(Path, "member");

    /// <summary>Only in a cluster: see <see cref="Members.MembersFile"/>.</summary>
    public string MembersFile => System.IO.Path.Combine(Path, "members");

    public bool HasLog => Directory.Exists(LogPath) || File.Exists(StateFile);

    public string SnapshotsPath => System.IO.Path.Combine(Path, "snapshots");

    /// <exception cref="DataFolderException">In use, newer, damaged or not ours; the message names the folder or the file.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            var folder = new DataFolder(full, Lock(full));
            try
            {
                folder.CheckFormat();
                return folder;
            }
            catch
            {
                folder.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {full} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>For reading what a stopped node left: nothing is made or changed, and no node starts on it meanwhile.</summary>
    /// <exception cref="DataFolderException">Not there, in use, newer or not ours.</exception>
    public static DataFolder OpenStopped(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(full, "lock");
        if (!File.Exists(file) || !File.Exists(System.IO.Path.Combine(full, "format"))) throw new DataFolderException($"{full} is no data folder of Batata.");
        FileStream held;
        try
        {
            held = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 1);
        }
        catch (IOException e)
        {
            throw new DataFolderException($"The data folder {full} is in use by another process{HolderIn(System.IO.Path.Combine(full, "pid"))}. Stop it first.", e);
        }
        try
        {
            var folder = new DataFolder(full, held);
            folder.CheckFormat();
            return folder;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>For a folder that is filled from elsewhere and then <see cref="Complete"/>d. It may be missing.</summary>
    /// <exception cref="DataFolderException">In use, or there is something in it.</exception>
    public static DataFolder OpenEmpty(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            // Whatever is only about processes, and what a file system puts into its root.
            string[] harmless = ["lock", "pid", "lost+found"];
            if (Directory.EnumerateFileSystemEntries(full).Select(System.IO.Path.GetFileName).Except(harmless).FirstOrDefault() is { } found)
                throw new DataFolderException($"The data folder {full} is not empty: {found} is in it. Move what is there away, or name another folder (--data).");
            return new DataFolder(full, Lock(full));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {full} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Before this nothing starts with what was put into it.</summary>
    public void Complete()
    {
        DurableFiles.FlushFolderOf(System.IO.Path.Combine(Path, "format"));
        WriteFormat(System.IO.Path.Combine(Path, "format"));
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>The lock ends with the process, however it ends. <c>pid</c> names its last holder, for people.</summary>
    private static FileStream Lock(string path)
    {
        var file = System.IO.Path.Combine(path, "lock");
        var pid = System.IO.Path.Combine(path, "pid");
        FileStream held;
        try
        {
            // .NET on Unix: only None takes the exclusive lock; with any other sharing a second process gets in.
            held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new DataFolderException($"The data folder {path} is in use by another process{HolderIn(pid)}. Stop it, or give this one a folder of its own (--data).", e);
        }
        File.WriteAllText(pid, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return held;
    }

    private static string HolderIn(string file)
    {
        try
        {
            return int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var pid) ? $" (pid {pid.ToString(CultureInfo.InvariantCulture)})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static void WriteFormat(string file)
    {
        var staged = file + ".new";
        File.WriteAllText(staged, $"{FormatPrefix}{Format}\n");
        DurableFiles.Flush(staged);
        DurableFiles.Rename(staged, file);
    }

    private void CheckFormat()
    {
        var file = System.IO.Path.Combine(Path, "format");
        if (!File.Exists(file))
        {
            if (Directory.Exists(LogPath) || File.Exists(StateFile) || Directory.Exists(SnapshotsPath))
                throw new DataFolderException($"{file} is missing, but there is data beside it. Restore it, or the whole folder, from a backup.");
            WriteFormat(file);
            IsNew = true;
            return;
        }
        var text = File.ReadAllText(file);
        if (!text.StartsWith(FormatPrefix, StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(FormatPrefix.Length).TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var format)
            || format < 1)
            throw new DataFolderException($"{file} is damaged: it does not name a format.");
        if (format > Format)
            throw new DataFolderException($"{file} says format {format}, and this Batata knows formats up to {Format}. Start the newer version instead.");
    }
}

/// <summary>The data folder cannot be used. The message names the folder or the file and says what a person can do.</summary>
public sealed class DataFolderException(string message, Exception? inner = null) : Exception(message, inner);
