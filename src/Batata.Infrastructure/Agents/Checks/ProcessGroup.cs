using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>
/// Processes that can be ended with all that they started. .NET cannot make a process group, so <c>setsid</c> of util-linux or BusyBox does, which becomes the
/// program itself; where it is missing, the tree of children is followed, which a child that forked twice has left.
/// </summary>
internal static partial class ProcessGroup
{
    private const int SigKill = 9;

    /// <summary>Both outputs of a program are one, as in Go: what it wrote first stands first.</summary>
    private const string Joined = "exec \"$@\" 2>&1";
    private const string Shell = "/bin/sh";

    private static readonly string? SetSid = OperatingSystem.IsWindows() ? null : Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists);

    public static ProcessStartInfo StartInfo(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(SetSid ?? command[0]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        IEnumerable<string> arguments = SetSid is null ? command.Skip(1) : File.Exists(Shell) ? [Shell, "-c", Joined, Shell, .. command] : command;
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    /// <summary>Why a program cannot be started, in Go's words; else <c>setsid</c> would tell it in its own. Null when nothing is known against it.</summary>
    public static string? Problem(string program)
    {
        if (OperatingSystem.IsWindows()) return null;
        if (program.Contains('/', StringComparison.Ordinal) || program.Length == 0)
            return File.Exists(program) ? CanRun(program) ? null : $"fork/exec {program}: permission denied" : $"fork/exec {program}: no such file or directory";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(folder => Path.Combine(folder, program) is var path && File.Exists(path) && CanRun(path)) ? null : $"exec: \"{program}\": executable file not found in $PATH";
    }

    private static bool CanRun(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    public static void Kill(Process leader)
    {
        try
        {
            if (SetSid is not null && OperatingSystem.IsLinux()) _ = Signal(-leader.Id, SigKill); // the group may live on when its leader does not
            if (!leader.HasExited) leader.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended by itself meanwhile.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
