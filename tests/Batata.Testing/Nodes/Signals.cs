using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Batata.Testing.Nodes;

/// <summary>Signals that <see cref="System.Diagnostics.Process"/> cannot send.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    public static void Terminate(int processId) => Send(processId, SigTerm);

    public static void Pause(int processId) => Send(processId, SigStop);

    public static void Resume(int processId) => Send(processId, SigCont);

    private static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
            throw new Win32Exception();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
