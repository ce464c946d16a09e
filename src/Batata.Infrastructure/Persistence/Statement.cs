using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Batata.Infrastructure.Persistence;

/// <summary>
/// A prepared statement of one session, used where a command object costs too much: appliers, point reads and the load at start.
/// Disposing it only makes it ready for the next use. Parameters count from 1, columns from 0.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;

    /// <exception cref="SqliteException">The SQL is not understood.</exception>
    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, double value)
    {
        Check(raw.sqlite3_bind_double(_handle, parameter, value));
        return this;
    }

    public Statement BindNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(_handle, parameter));
        return this;
    }

    public Statement Bind(int parameter, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            // An empty span has no address, and SQLite reads that as NULL.
            Check(text is null ? raw.sqlite3_bind_null(_handle, parameter) : raw.sqlite3_bind_text(_handle, parameter, ""));
            return this;
        }
        // Counting first keeps a content of megabytes from leaving three times its size in the pool.
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length <= 4096 ? Encoding.UTF8.GetMaxByteCount(text.Length) : Encoding.UTF8.GetByteCount(text));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, buffer);
            Check(raw.sqlite3_bind_text(_handle, parameter, buffer.AsSpan(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return this;
    }

    /// <summary>Bytes; NULL for none.</summary>
    public Statement Bind(int parameter, ReadOnlySpan<byte> bytes)
    {
        Check(bytes.IsEmpty ? raw.sqlite3_bind_null(_handle, parameter) : raw.sqlite3_bind_blob(_handle, parameter, bytes));
        return this;
    }

    /// <returns>True when there is a row to read.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(code, _database);
        return false;
    }

    /// <summary>Runs to the end and makes the statement ready for the next use.</summary>
    /// <returns>Rows that were written.</returns>
    public int Run()
    {
        using (this)
        {
            while (Step())
            {
            }
            return raw.sqlite3_changes(_database);
        }
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    public double Double(int column) => raw.sqlite3_column_double(_handle, column);

    /// <returns>The text; an empty string for NULL.</returns>
    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    /// <returns>The text as stored; valid until the next step.</returns>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_handle, column);

    /// <summary>Ends the run and lets go of bound values. What the last step said is thrown there, so it is not asked again here.</summary>
    public void Dispose()
    {
        _ = raw.sqlite3_reset(_handle);
        _ = raw.sqlite3_clear_bindings(_handle);
    }

    /// <summary>Frees the statement; the session calls it before it closes its connection.</summary>
    public void Close() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _database);
    }
}

/// <summary>Text of a statement. Sessions keep one prepared <see cref="Statement"/> for each, found by reference.</summary>
internal sealed class Sql(string text)
{
    public string Text { get; } = text;
}
