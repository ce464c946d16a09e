using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Persistence;

/// <summary>
/// The replicated state in one SQLite file: one writer for the applying thread, and readers beside it. Not durable at each commit
/// (the log is): what holds after any crash is that the rows and <see cref="AppliedIndex"/> are of one and the same commit.
/// </summary>
/// <remarks>The writing members are for the applying thread alone; reads, <see cref="AppliedIndex"/> and <see cref="BackupTo"/> for any thread.</remarks>
internal sealed partial class StateDatabase : IDisposable
{
    private static readonly Sql BeginWrite = new("BEGIN IMMEDIATE");
    private static readonly Sql CommitWrite = new("COMMIT");
    private static readonly Sql RollbackWrite = new("ROLLBACK");
    private static readonly Sql LeaveWriteAheadLog = new("PRAGMA journal_mode = DELETE");
    private static readonly Sql MoveWriteAheadLog = new("PRAGMA wal_checkpoint(TRUNCATE)");
    private static readonly Sql SetApplied = new("UPDATE applied_index SET value = ?");

    private readonly string _file;
    private readonly StateSchema _schema;
    private readonly ILogger _logger;
    private readonly StateReaders _readers;
    private readonly StateCheckpointer _checkpointer;
    private StateSession _writer;
    private long _appliedIndex;

    private StateDatabase(string file, StateSchema schema, StateSession writer, ILogger logger)
    {
        (_file, _schema, _writer, _logger) = (file, schema, writer, logger);
        _appliedIndex = ReadAppliedIndex(writer);
        _readers = new StateReaders(file, Math.Max(4, 2 * Environment.ProcessorCount));
        _checkpointer = new StateCheckpointer(file, logger);
    }

    /// <summary>Index of the last log entry in the committed state; 0 when new.</summary>
    public long AppliedIndex => Volatile.Read(ref _appliedIndex);

    public string FileName => _file;

    /// <summary>Where appliers write, inside <see cref="Begin"/> and <see cref="Commit"/>. Another one after <see cref="ReplaceWith"/>: do not keep it.</summary>
    public StateSession Writer => _writer;

    /// <summary>Opens or creates the file, checks it and brings its schema up to date.</summary>
    /// <param name="schema">Null for that of this release.</param>
    /// <exception cref="StateDatabaseException">Damaged, newer or not ours; the message names the file.</exception>
    public static StateDatabase Open(string file, ILogger logger, StateSchema? schema = null)
    {
        schema ??= StateSchema.OfThisRelease;
        CreateFolderOf(file);
        var database = new StateDatabase(file, schema, OpenChecked(file, schema), logger);
        database.LogOpened(file, database.AppliedIndex);
        return database;
    }

    public void Begin() => _writer.Prepare(BeginWrite).Run();

    /// <summary>State and applied index in one transaction. Readers that start from now on see it.</summary>
    public void Commit(long appliedIndex)
    {
        _writer.Prepare(SetApplied).Bind(1, appliedIndex).Run();
        _writer.Prepare(CommitWrite).Run();
        Volatile.Write(ref _appliedIndex, appliedIndex);
        _checkpointer.AfterCommit(_writer);
    }

    /// <summary>Forgets all since <see cref="Begin"/>. Does nothing when SQLite has rolled back already, as it does when the disk is full.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Connection.Handle) == 0) _writer.Prepare(RollbackWrite).Run();
    }

    /// <inheritdoc cref="StateReaders.ReadAsync"/>
    public ValueTask<T> ReadAsync<TState, T>(TState state, Func<StateSession, TState, CancellationToken, T> read, CancellationToken cancellationToken) =>
        _readers.ReadAsync(state, read, cancellationToken);

    /// <inheritdoc cref="StateReaders.ReadAsync"/>
    public ValueTask<T> ReadAsync<T>(Func<StateSession, CancellationToken, T> read, CancellationToken cancellationToken) =>
        _readers.ReadAsync(read, static (session, r, token) => r(session, token), cancellationToken);

    /// <inheritdoc cref="StateReaders.ScanAsync"/>
    public ValueTask<T> ScanAsync<TState, T>(TState state, Func<StateSession, TState, CancellationToken, T> read, CancellationToken cancellationToken) =>
        _readers.ScanAsync(state, read, cancellationToken);

    /// <inheritdoc cref="StateReaders.ScanAsync"/>
    public ValueTask<T> ScanAsync<T>(Func<StateSession, CancellationToken, T> read, CancellationToken cancellationToken) =>
        _readers.ScanAsync(read, static (session, r, token) => r(session, token), cancellationToken);

    /// <inheritdoc cref="StateReaders.Read"/>
    public T ReadLong<TState, T>(TState state, Func<StateSession, TState, CancellationToken, T> read) => _readers.Read(state, read);

    /// <summary>What the session sees.</summary>
    public static long AppliedIndexOf(StateSession session) => ReadAppliedIndex(session);

    /// <summary>Returns when all that is committed would survive a power cut.</summary>
    public void Checkpoint()
    {
        _checkpointer.Finish(); // SQLite lets one at a time in
        using (var answer = _writer.Prepare(MoveWriteAheadLog))
        {
            if (answer.Step() && answer.Int64(0) == 0) return; // 0: nobody was in the way
        }
        // A long read holds the end of the write-ahead log. Its own bytes on disk are as good: opening the file replays them.
        LogCheckpointHeld(_file);
        DurableFiles.Flush(_file + "-wal");
        DurableFiles.FlushFolderOf(_file);
    }

    /// <summary>Writes a consistent copy of the committed state, on disk when this returns. Neither readers nor the writer wait for it.</summary>
    /// <param name="file">Replaced when it exists.</param>
    /// <returns>The applied index of the copy.</returns>
    public long BackupTo(string file)
    {
        DeleteWithLog(file);
        var applied = _readers.Read(file, static (source, name, _) =>
        {
            using var target = StateSession.Open(name, SqliteOpenMode.ReadWriteCreate);
            target.Execute("PRAGMA synchronous = OFF"); // flushed as a whole below
            source.Connection.BackupDatabase(target.Connection);
            target.Execute("PRAGMA journal_mode = DELETE"); // one file and no log beside it
            return ReadAppliedIndex(target);
        });
        DurableFiles.Flush(file);
        DurableFiles.FlushFolderOf(file);
        return applied;
    }

    /// <summary>
    /// Installs a copy that <see cref="BackupTo"/> made, here or on another node. The copy stays where it is. A crash leaves the old state or
    /// the new one. Waits for running reads. Afterwards tell the watchers: <see cref="Feeds.ChangeHub.ResetAll"/>.
    /// </summary>
    /// <exception cref="StateDatabaseException">The copy is damaged, newer or not ours, or another process reads the file; the present state stays.</exception>
    public void ReplaceWith(string file)
    {
        CheckCopy(file);
        _readers.Pause();
        try
        {
            _checkpointer.Close();
            EndWriteAheadLog();
            _writer.Dispose();
            try
            {
                DurableFiles.FlushFolderOf(_file); // a log that came back after a power cut would be replayed into the new file
                DurableFiles.CopyInto(file, _file);
            }
            finally
            {
                _writer = OpenChecked(_file, _schema);
            }
            Volatile.Write(ref _appliedIndex, ReadAppliedIndex(_writer));
        }
        finally
        {
            _readers.Resume();
        }
        LogReplaced(_file, AppliedIndex);
    }

    public void Dispose()
    {
        _readers.Dispose();
        _checkpointer.Dispose();
        _writer.Dispose();
    }

    /// <summary>Makes the file whole without its write-ahead log, which SQLite deletes. Only possible when nobody else has the file open.</summary>
    private void EndWriteAheadLog()
    {
        try
        {
            using var answer = _writer.Prepare(LeaveWriteAheadLog);
            if (answer.Step() && answer.Text(0) == "delete") return;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
        {
        }
        throw new StateDatabaseException($"{_file} cannot be replaced while another process has it open.");
    }

    private static void CreateFolderOf(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (Directory.Exists(folder)) return;
        Directory.CreateDirectory(folder);
        DurableFiles.FlushFolderOf(folder);
    }

    private static StateSession OpenChecked(string file, StateSchema schema)
    {
        StateSession? session = null;
        try
        {
            session = StateSession.Open(file, SqliteOpenMode.ReadWriteCreate);
            schema.Check(session, file);
            session.BecomeWriter();
            schema.Migrate(session);
            return session;
        }
        catch (Exception e)
        {
            session?.Dispose();
            if (e is SqliteException sqlite) throw new StateDatabaseException($"{file} cannot be opened: {sqlite.Message}", sqlite);
            throw;
        }
    }

    private void CheckCopy(string file)
    {
        try
        {
            using var copy = StateSession.Open(file, SqliteOpenMode.ReadOnly);
            _schema.Check(copy, file);
        }
        catch (SqliteException e)
        {
            throw new StateDatabaseException($"{file} cannot be opened: {e.Message}", e);
        }
    }

    private static long ReadAppliedIndex(StateSession session) =>
        Convert.ToInt64(session.Scalar("SELECT value FROM applied_index"), CultureInfo.InvariantCulture);

    private static void DeleteWithLog(string file)
    {
        File.Delete(file);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        File.Delete(file + "-journal");
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "State {File} is open, applied up to {AppliedIndex}")]
    private partial void LogOpened(string file, long appliedIndex);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Information, Message = "State {File} was replaced by a snapshot, applied up to {AppliedIndex}")]
    private partial void LogReplaced(string file, long appliedIndex);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Checkpoint of {File} is held by a long read; its write-ahead log was flushed instead")]
    private partial void LogCheckpointHeld(string file);
}
