using System.Globalization;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>
/// The wall clock of a node, by libfaketime of the Debian package <c>faketime</c>. The node looks into the file once a second. Clocks that count from the start are
/// left alone: they do not jump on real machines either.
/// </summary>
internal sealed class FakeClock
{
    private readonly string _file;

    public FakeClock(string file)
    {
        _file = file;
        Jump(TimeSpan.Zero);
    }

    /// <summary>To be put before the command of the node.</summary>
    public IReadOnlyList<string> Launcher =>
    [
        "env", $"LD_PRELOAD={Library()}", $"FAKETIME_TIMESTAMP_FILE={_file}", "FAKETIME_CACHE_DURATION=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1", "FAKETIME_DISABLE_SHM=1",
    ];

    /// <param name="by">From the real time on; zero is right again.</param>
    public void Jump(TimeSpan by) => File.WriteAllText(_file, string.Create(CultureInfo.InvariantCulture, $"{by.TotalSeconds:+0;-0;+0}\n"));

    private static string Library() =>
        Directory.GetDirectories("/usr/lib").Select(static folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("libfaketime is missing: run eng/prerequisites.sh");
}
