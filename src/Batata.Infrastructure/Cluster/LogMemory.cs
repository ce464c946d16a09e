using System.Globalization;
using System.Runtime.InteropServices;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// The log is mapped into memory, and what was written or checked stays counted as ours until a snapshot deletes it: tens of megabytes that
/// nobody reads again. Gives them back now and then.
/// </summary>
/// <param name="lastIndex">Index of the last entry of the log.</param>
internal sealed partial class LogMemory(string logPath, TimeProvider time, Func<long> lastIndex)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    /// <summary>MADV_PAGEOUT. Loses nothing whatever stands at the address by then, unlike MADV_DONTNEED: changed pages are written first.</summary>
    private const int PageOut = 21;

    private readonly string _folder = logPath + Path.DirectorySeparatorChar;

    /// <summary>Gives back at once and then, while entries come, every half minute.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var timer = new PeriodicTimer(Period, time);
        var given = -1L;
        try
        {
            do
            {
                var last = lastIndex();
                if (last != given) GiveBack();
                given = last;
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void GiveBack()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/self/maps")) GiveBack(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A container without it: then the memory is kept.
        }
    }

    private void GiveBack(ReadOnlySpan<char> line)
    {
        // 7f8cb1a00000-7f8cb2a00000 rw-s 00000000 fe:00 11880162                   /data/log/data/0
        var file = line.IndexOf('/');
        var dash = line.IndexOf('-');
        if (file < 0 || !line[file..].StartsWith(_folder)) return;
        var start = nint.Parse(line[..dash], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var end = nint.Parse(line[(dash + 1)..line.IndexOf(' ')], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        _ = Advise(start, end - start, PageOut); // older kernels do not know it, and then nothing happens
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint length, int advice);
}
