namespace Batata.Infrastructure.Checking;

/// <summary>What was found in a data folder.</summary>
/// <param name="Problems">Damage: each names the file or the row.</param>
/// <param name="Notes">What could not be looked at, and what is odd but harmless.</param>
/// <param name="AppliedIndex">Last entry of the log in the state.</param>
/// <param name="LastIndex">Last entry that the log is sure of.</param>
/// <param name="Entries">Entries of the log that were read.</param>
/// <param name="Contents">Contents of configs, gray versions and history whose md5 was compared.</param>
/// <param name="Snapshots">Files that were read.</param>
public sealed record CheckReport(
    string Path, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes, long AppliedIndex, long LastIndex, long Entries, long Contents, int Snapshots)
{
    public bool IsWhole => Problems.Count == 0;
}

/// <summary>Collects a report.</summary>
/// <param name="progress">Told now and then how far it is, for people.</param>
internal sealed class CheckNotes(Action<string> progress, TimeProvider time)
{
    /// <summary>More of the same kind say nothing new.</summary>
    private const int MaxProblems = 100;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private long _told = time.GetTimestamp();

    public List<string> Problems { get; } = [];

    public List<string> Notes { get; } = [];

    public void Problem(string what)
    {
        if (Problems.Count < MaxProblems) Problems.Add(what);
        else if (Problems.Count == MaxProblems) Problems.Add("and more");
    }

    public void Begin(string part)
    {
        progress(part);
        _told = time.GetTimestamp();
    }

    /// <summary>Cheap enough to be called for each row.</summary>
    public void Passed(string part, long done)
    {
        if (done % 256 != 0 || time.GetElapsedTime(_told) < Between) return;
        progress(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{part}: {done:N0}"));
        _told = time.GetTimestamp();
    }
}
