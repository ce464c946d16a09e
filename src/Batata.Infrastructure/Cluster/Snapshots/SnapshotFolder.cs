using Batata.Infrastructure.Persistence;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Snapshots;

/// <summary>The snapshots of this node: the newest, and older ones until nobody reads them.</summary>
internal sealed partial class SnapshotFolder(string path, ILogger logger)
{
    /// <summary>A file that is being written; whatever has this ending at start is a leftover.</summary>
    private const string Unfinished = ".unfinished";

    private readonly ILogger _logger = logger;

    /// <summary>Name for a file that is being written. One at a time for each purpose.</summary>
    public string Staging(string purpose) => Path.Combine(path, purpose + Unfinished);

    /// <summary>Deletes leftovers and files that were not written to their end.</summary>
    /// <returns>The newest that is left; and the newest of the bad ones.</returns>
    public (SnapshotFile? Newest, SnapshotFile? Bad) Clean()
    {
        Directory.CreateDirectory(path);
        foreach (var leftover in Directory.EnumerateFiles(path, "*" + Unfinished + "*")) File.Delete(leftover); // also SQLite's files beside it
        SnapshotFile? newest = null, bad = null;
        foreach (var file in All())
        {
            if (file.LooksWhole())
            {
                if (newest is null || file.Index > newest.Index) newest = file;
                continue;
            }
            LogBad(file.Path);
            File.Delete(file.Path);
            if (bad is null || file.Index > bad.Index) bad = file;
        }
        return (newest, bad);
    }

    /// <summary>Gives a sealed file its name: after a crash it is there whole or not at all.</summary>
    public SnapshotFile Keep(string staged, long index, long term)
    {
        var kept = new SnapshotFile(Path.Combine(path, SnapshotFile.NameOf(index, term)), index, term);
        DurableFiles.Rename(staged, kept.Path);
        return kept;
    }

    public void DeleteBelow(long index)
    {
        foreach (var file in All())
        {
            if (file.Index < index) File.Delete(file.Path);
        }
    }

    private IEnumerable<SnapshotFile> All() =>
        Directory.EnumerateFiles(path, "*" + SnapshotFile.Extension).Select(SnapshotFile.FromName).OfType<SnapshotFile>();

    [LoggerMessage(EventId = 1222, Level = LogLevel.Warning, Message = "Snapshot {File} is not whole and was deleted")]
    private partial void LogBad(string file);
}
