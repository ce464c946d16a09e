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

    private static readonly string? SetSid = OperatingSystem.IsWindows() ? null : Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists);

    public static ProcessStartInfo StartInfo(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(SetSid ?? command[0]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in SetSid is null ? command.Skip(1) : command) start.ArgumentList.Add(argument);
        return start;
    }

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
