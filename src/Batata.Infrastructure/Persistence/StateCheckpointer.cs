using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Batata.Infrastructure.Persistence;

/// <summary>
/// Moves the write-ahead log of the state into its main file, beside the writer: done by the writer itself, as SQLite would,
/// every thousandth publish and all behind it would wait for the fsyncs of 16 MB.
/// </summary>
/// <remarks>
/// SQLite starts the log from its beginning again only when all of it was moved and nobody reads it. Under writes without a pause that
/// moment never comes by itself, so past <see cref="LongPages"/> the writer moves the rest, which then is short, and lets readers finish.
/// </remarks>
internal sealed partial class StateCheckpointer(string file, ILogger logger) : IDisposable
{
    private const int MaxWaitForReadersMs = 50;

    private StateSession? _session;
    private Task<int>? _run;
    private long _pagesAtLastRun;

    /// <summary>16 MB.</summary>
    public int PagesBetweenRuns { get; init; } = 4_000;

    /// <summary>32 MB. After a crash the next start reads as much, and the state is searched in it.</summary>
    public int LongPages { get; init; } = 8_000;

    /// <summary>For the applying thread. Starts a run when enough was written, and ends a log that got long.</summary>
    public void AfterCommit(StateSession writer)
    {
        var written = writer.PagesWritten;
        var since = written - _pagesAtLastRun;
        if (_run is not null)
        {
            if (!_run.IsCompleted && since < LongPages) return; // past that the disk sets the pace
            if (_run.Result >= LongPages) End(writer);
            _run = null;
        }
        if (since < PagesBetweenRuns) return;
        _pagesAtLastRun = written;
        _run = Task.Run(() => Move(() => _session ??= OpenSession(), raw.SQLITE_CHECKPOINT_PASSIVE)); // takes what no reader needs, waits for nobody
    }

    /// <summary>Returns when no run is under way. None starts before the applying thread commits again.</summary>
    public void Finish() => _run?.Wait();

    /// <summary>Lets go of the file; the next run opens it again.</summary>
    public void Close()
    {
        Finish();
        (_run, _pagesAtLastRun) = (null, 0);
        _session?.Dispose();
        _session = null;
    }

    public void Dispose() => Close();

    private void End(StateSession writer)
    {
        raw.sqlite3_busy_timeout(writer.Connection.Handle, MaxWaitForReadersMs);
        Move(() => writer, raw.SQLITE_CHECKPOINT_RESTART);
        raw.sqlite3_busy_timeout(writer.Connection.Handle, StateSession.BusyTimeoutMs);
    }

    /// <returns>Pages in the log, moved or not.</returns>
    private int Move(Func<StateSession> open, int mode)
    {
        try
        {
            var session = open();
            var code = raw.sqlite3_wal_checkpoint_v2(session.Connection.Handle, "main", mode, out var pages, out _);
            if (code is raw.SQLITE_OK or raw.SQLITE_BUSY) return pages; // busy: a long read, next time then
            SqliteException.ThrowExceptionForRC(code, session.Connection.Handle);
        }
        catch (SqliteException e)
        {
            LogFailed(e, file); // nothing is lost: the log still has it all
        }
        return 0;
    }

    private StateSession OpenSession()
    {
        var session = StateSession.Open(file, SqliteOpenMode.ReadWrite);
        session.Execute("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0");
        return session;
    }

    [LoggerMessage(EventId = 1104, Level = LogLevel.Error, Message = "Checkpoint of {File} failed; its write-ahead log grows until one succeeds")]
    private partial void LogFailed(Exception e, string file);
}
