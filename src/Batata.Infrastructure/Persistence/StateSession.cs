using Microsoft.Data.Sqlite;

namespace Batata.Infrastructure.Persistence;

/// <summary>A connection with its prepared statements. For one thread at a time.</summary>
internal sealed class StateSession : IDisposable
{
    public const int BusyTimeoutMs = 5_000;

    private static readonly Sql BeginRead = new("BEGIN");
    private static readonly Sql EndRead = new("COMMIT");

    private readonly Dictionary<Sql, Statement> _statements = [];

    private StateSession(SqliteConnection connection) => Connection = connection;

    /// <summary>For Dapper; hot paths take <see cref="Prepare"/>.</summary>
    public SqliteConnection Connection { get; }

    public static StateSession OpenReader(string file)
    {
        var session = Open(file, SqliteOpenMode.ReadOnly);
        // Nacos' columns compare byte by byte (utf8_bin), so LIKE must too.
        session.Execute("PRAGMA query_only = ON; PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY");
        return session;
    }

    /// <summary>
    /// Reads a file that nobody has open, with what its write-ahead log holds, and leaves all as it is: no lock, no index of the log beside it, no
    /// move of the log into the file.
    /// </summary>
    public static StateSession OpenUntouched(string file)
    {
        var hasLog = File.Exists(file + "-wal");
        if (hasLog && OperatingSystem.IsWindows()) return OpenReader(file); // SQLite has no such mode there: a -shm file may come and go
        var path = string.Join('/', Path.GetFullPath(file).Split('/').Select(Uri.EscapeDataString));
        // Immutable alone would not see the log, and without a log the other would make an empty one.
        var session = Open($"file://{path}?{(hasLog ? "vfs=unix-none" : "immutable=1")}", SqliteOpenMode.ReadOnly);
        session.Execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON; PRAGMA temp_store = MEMORY");
        return session;
    }

    /// <summary>A private connection outside the shared state: copies and checks.</summary>
    public static StateSession Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            var session = new StateSession(connection);
            session.Execute($"PRAGMA busy_timeout = {BusyTimeoutMs}");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes this the writing session of the shared state. It changes the file: check that first.</summary>
    /// <remarks>The log is the durable part: losing the last commits in a power cut is repaired by replaying it, so NORMAL is enough.</remarks>
    public void BecomeWriter() => Execute(
        """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 33554432;
        PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY
        """);

    /// <summary>Row id of the last insert of this session.</summary>
    public long LastInsertedId => SQLitePCL.raw.sqlite3_last_insert_rowid(Connection.Handle);

    /// <summary>Pages that this session has written since it was opened.</summary>
    public long PagesWritten
    {
        get
        {
            _ = SQLitePCL.raw.sqlite3_db_status(Connection.Handle, SQLitePCL.raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0);
            return pages;
        }
    }

    /// <summary>The statement, ready to be bound. Dispose it before it is prepared again.</summary>
    public Statement Prepare(Sql sql)
    {
        if (_statements.TryGetValue(sql, out var statement)) return statement;
        statement = new Statement(Connection.Handle!, sql.Text);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Several reads inside see one moment of the state.</summary>
    public SnapshotRead BeginSnapshot()
    {
        Prepare(BeginRead).Run();
        return new SnapshotRead(this);
    }

    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public object? Scalar(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Close();
        _statements.Clear();
        Connection.Dispose();
    }

    internal readonly struct SnapshotRead(StateSession session) : IDisposable
    {
        public void Dispose() => session.Prepare(EndRead).Run();
    }
}
