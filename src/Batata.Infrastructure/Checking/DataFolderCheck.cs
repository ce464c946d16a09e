using System.Globalization;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Snapshots;
using Batata.Infrastructure.Persistence.Configs.Seals;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Checking;

/// <summary>
/// Reads the whole data folder of a node that does not run, and says what is wrong with it: the log entry by entry, the state page by page and row by
/// row, snapshots byte by byte. Changes nothing.
/// </summary>
public static class DataFolderCheck
{
    /// <param name="keys">Of configs that are stored encrypted.</param>
    /// <exception cref="DataFolderException">There is no data folder, a node has it open, or a newer release wrote it.</exception>
    public static CheckReport Run(string path, SealOptions keys, Action<string> progress, CancellationToken cancellationToken)
    {
        using var folder = DataFolder.OpenStopped(path);
        var notes = new CheckNotes(progress, TimeProvider.System);
        var state = new StateCheck(folder.StateFile, new ContentKeys(Options.Create(keys)), notes);
        state.Run(cancellationToken);
        var snapshots = CheckSnapshots(folder, notes, cancellationToken);
        var newest = snapshots.Count == 0 ? 0 : snapshots.Max(static file => file.Index);
        var log = new LogCheck(folder.LogPath, notes);
        log.Run(firstNeeded: newest + 1, cancellationToken);
        Compare(folder, state, log, newest, notes);
        return new CheckReport(folder.Path, notes.Problems, notes.Notes, state.AppliedIndex, log.LastIndex, log.Entries, state.Contents, snapshots.Count);
    }

    private static List<SnapshotFile> CheckSnapshots(DataFolder folder, CheckNotes notes, CancellationToken cancellationToken)
    {
        var whole = new List<SnapshotFile>();
        if (!Directory.Exists(folder.SnapshotsPath)) return whole;
        foreach (var path in Directory.EnumerateFiles(folder.SnapshotsPath))
        {
            cancellationToken.ThrowIfCancellationRequested();
            notes.Begin($"snapshot {Path.GetFileName(path)}");
            if (Path.GetExtension(path) != SnapshotFile.Extension || SnapshotFile.FromName(path) is not { } file) notes.Notes.Add($"{path} is a leftover; the next start deletes it.");
            else if (file.IsWhole()) whole.Add(file);
            else notes.Problem($"{path} is damaged: its hash is another one.");
        }
        return whole;
    }

    /// <summary>As a start would see it: the state, or the snapshot that takes its place, and the log must join.</summary>
    private static void Compare(DataFolder folder, StateCheck state, LogCheck log, long newest, CheckNotes notes)
    {
        var begins = Math.Max(state.AppliedIndex, newest);
        if (state.IsMissing && newest == 0 && log.LastIndex > 0 && log.FirstIndex > 1)
            notes.Problem($"{folder.StateFile} is missing, and neither a snapshot nor the log can make it again.");
        else if (state.IsMissing && log.LastIndex > 0) notes.Notes.Add($"{folder.StateFile} is missing; the next start makes it from snapshot and log.");
        if (log.LastIndex < state.AppliedIndex) notes.Problem($"{folder.LogPath} ends at entry {Number(log.LastIndex)}, but the state is at {Number(state.AppliedIndex)}: entries are lost.");
        if (log.FirstIndex > begins + 1 && log.LastIndex > begins)
            notes.Problem($"{folder.LogPath} begins at entry {Number(log.FirstIndex)}, but the state ends at {Number(begins)}: entries are lost.");
        if (newest > state.AppliedIndex && !state.IsMissing) notes.Notes.Add($"The state is older than the newest snapshot ({Number(state.AppliedIndex)}, {Number(newest)}); the next start replaces it.");
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
