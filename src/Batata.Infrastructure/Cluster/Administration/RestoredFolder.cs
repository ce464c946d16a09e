using Batata.Infrastructure.Cluster.Snapshots;
using Batata.Infrastructure.Cluster.Wire;
using Batata.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>
/// Makes a new data folder out of a backup: a state, the snapshot of it behind which the log begins, and no word of the members that there were. So it
/// is another cluster than that of the backup, in which nobody of the old one counts.
/// </summary>
internal static class RestoredFolder
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Below every term of the log that follows.</summary>
    private const long Term = 0;

    /// <exception cref="InvalidDataException">The backup is damaged; the folder is as it was.</exception>
    /// <exception cref="DataFolderException">The folder holds something, is in use or cannot be written.</exception>
    /// <exception cref="StateDatabaseException">The state in the backup is of a newer release, or damaged.</exception>
    public static BackupHeader Make(string backup, string path, CancellationToken cancellationToken)
    {
        // All of it first: a damaged file must not leave half a folder.
        var header = Read(backup, null, cancellationToken);
        using var folder = DataFolder.OpenEmpty(path);
        Directory.CreateDirectory(folder.SnapshotsPath);
        Directory.CreateDirectory(Path.GetDirectoryName(folder.StateFile)!);
        var staged = Path.Combine(folder.SnapshotsPath, "restored.unfinished");
        using (var target = new FileStream(staged, FileMode.Create, FileAccess.Write))
        {
            Read(backup, target, cancellationToken);
            target.Flush(flushToDisk: true);
        }
        CheckState(staged, header);
        DurableFiles.CopyInto(staged, folder.StateFile);
        SnapshotFile.Seal(staged, header.Index, Term);
        DurableFiles.Rename(staged, Path.Combine(folder.SnapshotsPath, SnapshotFile.NameOf(header.Index, Term)));
        folder.Complete(); // until here it is no data folder that a node would start with
        return header;
    }

    private static BackupHeader Read(string backup, FileStream? database, CancellationToken cancellationToken)
    {
        using var source = new FileStream(backup, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        using var reader = new BackupReader();
        var buffer = new byte[BufferBytes];
        for (int read; (read = source.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Pass(buffer.AsSpan(0, read), database is null ? null : database.Write);
        }
        reader.End();
        return reader.Header!;
    }

    private static void CheckState(string file, BackupHeader header)
    {
        try
        {
            using var state = StateSession.Open(file, SqliteOpenMode.ReadOnly);
            StateSchema.OfThisRelease.Check(state, "The state in the backup");
            if (state.Scalar("SELECT value FROM applied_index") is not long index || index != header.Index)
                throw new StateDatabaseException($"The state in the backup does not end with entry {header.Index}, as the backup says.");
        }
        catch (SqliteException e)
        {
            throw new StateDatabaseException($"The state in the backup cannot be opened: {e.Message}", e);
        }
    }
}
