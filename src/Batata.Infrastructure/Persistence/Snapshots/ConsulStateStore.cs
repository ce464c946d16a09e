using System.IO.Compression;
using System.Security.Cryptography;
using Batata.Application.Abstractions;
using Batata.Application.Snapshots;
using Batata.Infrastructure.Persistence.Watches;
using Microsoft.Data.Sqlite;

namespace Batata.Infrastructure.Persistence.Snapshots;

/// <summary>Restores on the writing session of the state. What is wrong with a dump is found while it is read, and then all is undone.</summary>
internal sealed class ConsulStateStore(StateDatabaseHolder state, StateIndexes indexes, ISavepoints savepoints) : IConsulStateStore
{
    private static readonly Sql ForgetParts = new("DELETE FROM consul_restore_part");
    private static readonly Sql PutPart = new("INSERT OR REPLACE INTO consul_restore_part (restore_id, part, content) VALUES (?1, ?2, ?3)");
    private static readonly Sql CountParts = new("SELECT count(*) FROM consul_restore_part WHERE restore_id = ?1");
    private static readonly Sql ForgetDelays = new("DELETE FROM consul_lock_delay");

    private StateSession Session => state.Database.Writer;

    public void Stage(string restoreId, int part, byte[] content)
    {
        if (part == 0) Session.Prepare(ForgetParts).Run();
        Session.Prepare(PutPart).Bind(1, restoreId).Bind(2, part).Bind(3, content).Run();
    }

    public string? Restore(string restoreId, int parts, byte[] hash)
    {
        var refused = Has(restoreId, parts) ? TryRestore(restoreId, parts, hash) : "another restore was begun meanwhile";
        Session.Prepare(ForgetParts).Run();
        return refused;
    }

    private bool Has(string restoreId, int parts)
    {
        using var row = Session.Prepare(CountParts).Bind(1, restoreId);
        return row.Step() && row.Int64(0) == parts;
    }

    private string? TryRestore(string restoreId, int parts, byte[] hash)
    {
        var before = StateIndexes.ReadLast(Session);
        using var savepoint = savepoints.Open();
        try
        {
            using var content = new HashingStream(new GZipStream(new StagedParts(Session, restoreId, parts), CompressionMode.Decompress));
            Load(content);
            if (!content.ReadToEndAndHash().AsSpan().SequenceEqual(hash)) return "its content is not what was sent";
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or System.Text.DecoderFallbackException)
        {
            return e.Message;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_MISMATCH)
        {
            return e.Message;
        }
        Session.Prepare(ForgetDelays).Run();
        indexes.SetLast(Math.Max(before, StateIndexes.ReadLast(Session)) + 1); // no index that was given out since is given out again
        savepoint.Keep();
        return null;
    }

    private void Load(Stream content)
    {
        using var reader = DumpFormat.Open(content);
        var known = ConsulStateDump.TablesOf(Session);
        foreach (var table in known) Session.Execute($"DELETE FROM {table}");
        RowInsert? insert = null;
        try
        {
            while (true)
            {
                switch (reader.ReadByte())
                {
                    case DumpFormat.End:
                        return;
                    case DumpFormat.Table:
                        insert?.Dispose();
                        var (name, columns) = DumpFormat.ReadTable(reader);
                        if (!known.Contains(name)) throw new InvalidDataException($"it holds {name}, which this release does not know");
                        insert = new RowInsert(Session, name, columns);
                        break;
                    case DumpFormat.Row when insert is not null:
                        insert.Run(reader);
                        break;
                    default:
                        throw new InvalidDataException("a row stands in no table");
                }
            }
        }
        finally
        {
            insert?.Dispose();
        }
    }

    private sealed class RowInsert : IDisposable
    {
        private readonly SqliteCommand _command;

        public RowInsert(StateSession session, string table, string[] columns)
        {
            var known = ColumnsOf(session, table);
            if (Array.Find(columns, column => !known.Contains(column)) is { } unknown) throw new InvalidDataException($"it holds {table}.{unknown}, which this release does not know");
            _command = session.Connection.CreateCommand();
            _command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(static (_, i) => $"$p{i}"))})";
            for (var i = 0; i < columns.Length; i++) _command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
        }

        public void Run(BinaryReader reader)
        {
            foreach (SqliteParameter parameter in _command.Parameters) parameter.Value = DumpFormat.ReadValue(reader);
            _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();

        private static HashSet<string> ColumnsOf(StateSession session, string table)
        {
            using var command = session.Connection.CreateCommand();
            command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
            using var rows = command.ExecuteReader();
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (rows.Read()) names.Add(rows.GetString(0));
            return names;
        }
    }

    /// <summary>What is read through it is hashed.</summary>
    private sealed class HashingStream(Stream inner) : ReadOnlyStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _hash.AppendData(buffer[..read]);
            return read;
        }

        public byte[] ReadToEndAndHash()
        {
            Span<byte> rest = stackalloc byte[4_096];
            while (Read(rest) > 0)
            {
            }
            return _hash.GetHashAndReset();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                _hash.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
