using Batata.Infrastructure.Persistence;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Snapshots;

/// <summary>
/// Copies the state now and then, so that the log may forget what is in the copy. Works beside the applying thread; a copy that fails is
/// tried again later and harms nothing but the size of the log.
/// </summary>
/// <remarks><see cref="Applied"/> and <see cref="InstallAsync"/> are for the applying thread.</remarks>
internal sealed partial class Snapshotter(StateDatabase state, SnapshotFolder folder, long entriesBetween, ILogger logger)
{
    /// <summary>Log that is kept at least before bytes alone cause a snapshot. Above it the log may grow as large as the state, so copying at most doubles what is written.</summary>
    private const long MinLogBytes = 64 * 1024 * 1024;

    private readonly ILogger _logger = logger;
    private readonly TermMarks _terms = new();
    private volatile StateSnapshot? _newest;
    private Task _copying = Task.CompletedTask;
    private long _next;
    private long _bytes;

    /// <summary>The log may begin behind it.</summary>
    public StateSnapshot? Newest => _newest;

    /// <summary>Brings the state up to the newest snapshot when it is behind. Before the log is opened.</summary>
    /// <exception cref="DataFolderException">The state cannot be made whole.</exception>
    public void Restore()
    {
        var (newest, bad) = folder.Clean();
        if (newest is not null && newest.Index > state.AppliedIndex) InstallFile(newest);
        if (newest is not null) _newest = new StateSnapshot(newest);
        if (bad is not null && bad.Index > (newest?.Index ?? 0))
        {
            // The log begins behind the bad one. The state has what was in it, or nothing has.
            if (state.AppliedIndex < bad.Index) throw new DataFolderException($"{bad.Path} is damaged, and the state is older. Restore the data folder from a backup.");
            Copy(bad.Term);
        }
        _next = (_newest?.Index ?? 0) + entriesBetween;
    }

    /// <summary>An entry was applied, though perhaps not committed yet.</summary>
    public void Applied(long index, long term, long bytes)
    {
        _terms.Passed(index, term);
        _bytes += bytes;
    }

    /// <summary>A batch was committed: begins a copy when one is due.</summary>
    public void Committed(long index)
    {
        if ((index < _next && _bytes < MinLogBytes) || !_copying.IsCompleted) return;
        if (index < _next && _bytes < new FileInfo(state.FileName).Length) return;
        (_next, _bytes) = (index + entriesBetween, 0);
        _copying = Task.Factory.StartNew(CopyQuietly, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Begins a copy of what is committed, unless there is one of that. For who holds the applying thread back.</summary>
    /// <param name="termOf">Asked when nothing was applied since the start.</param>
    /// <returns>Null while another copy is being made. Fails when it cannot be written.</returns>
    public Task<SnapshotFile>? TryTake(Func<long, CancellationToken, ValueTask<long>> termOf)
    {
        if (!_copying.IsCompleted) return null;
        if (_newest is { } newest && newest.Index >= state.AppliedIndex) return Task.FromResult(newest.File);
        var taken = Task.Factory.StartNew(() => TakeAsync(termOf), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        _copying = QuietAsync(taken);
        return taken;
    }

    /// <summary>Makes the state what a peer sent. The file is kept as this node's snapshot.</summary>
    /// <param name="receive">Writes what is sent into the file.</param>
    /// <exception cref="InvalidDataException">What was sent is not whole; the state is as it was.</exception>
    public async ValueTask InstallAsync(long index, long term, Func<string, ValueTask> receive)
    {
        await _copying; // never throws; a copy reads the file that is about to be replaced
        var staged = folder.Staging("received");
        await receive(staged);
        if (!new SnapshotFile(staged, index, term).IsWhole()) throw new InvalidDataException($"The snapshot up to entry {index} arrived damaged.");
        var kept = folder.Keep(staged, index, term);
        InstallFile(kept);
        _terms.Passed(index, term);
        _newest = new StateSnapshot(kept);
        (_next, _bytes) = (index + entriesBetween, 0);
    }

    public void DeleteBelow(long index) => folder.DeleteBelow(index);

    /// <summary>Waits for the copy that is being made.</summary>
    public Task StopAsync() => _copying;

    private void InstallFile(SnapshotFile file)
    {
        if (!file.IsWhole()) throw new DataFolderException($"{file.Path} is damaged, and the state is older. Restore the data folder from a backup.");
        var database = folder.Staging("installed");
        file.ExtractTo(database);
        state.ReplaceWith(database);
        File.Delete(database);
        LogInstalled(file.Path);
    }

    private async Task<SnapshotFile> TakeAsync(Func<long, CancellationToken, ValueTask<long>> termOf)
    {
        var index = state.AppliedIndex; // the copy may be of more, all of which is applied after this and so has a mark
        if (_terms.TermOf(index) is null) _terms.Before(index, await termOf(index, CancellationToken.None));
        return Copy(term: null);
    }

    private static async Task QuietAsync(Task taken) => await taken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void CopyQuietly()
    {
        try
        {
            Copy(term: null);
        }
        catch (Exception e)
        {
            LogCopyFailed(e);
        }
    }

    /// <param name="term">Null to look it up.</param>
    private SnapshotFile Copy(long? term)
    {
        var staged = folder.Staging("copied");
        var index = state.BackupTo(staged);
        term ??= _terms.TermOf(index) ?? throw new InvalidOperationException($"The term of entry {index} is not known.");
        SnapshotFile.Seal(staged, index, term.Value);
        FlushState();
        var kept = folder.Keep(staged, index, term.Value);
        _newest = new StateSnapshot(kept);
        LogCopied(kept.Path);
        return kept;
    }

    /// <summary>The log is about to forget entries, so the state must have them on disk; what is not in its main file yet is in its write-ahead log.</summary>
    private void FlushState()
    {
        var pending = state.FileName + "-wal";
        if (File.Exists(pending)) DurableFiles.Flush(pending);
    }

    [LoggerMessage(EventId = 1223, Level = LogLevel.Information, Message = "Snapshot {File} written; the log forgets what is in it")]
    private partial void LogCopied(string file);

    [LoggerMessage(EventId = 1224, Level = LogLevel.Information, Message = "Snapshot {File} installed")]
    private partial void LogInstalled(string file);

    [LoggerMessage(EventId = 1225, Level = LogLevel.Error, Message = "No snapshot could be written; the log grows until the next try")]
    private partial void LogCopyFailed(Exception exception);
}
