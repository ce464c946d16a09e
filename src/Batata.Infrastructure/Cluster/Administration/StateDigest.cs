using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Batata.Infrastructure.Persistence;
using Dapper;
using SQLitePCL;

namespace Batata.Infrastructure.Cluster.Administration;

/// <param name="Rows">Rows of it.</param>
/// <param name="Digest">The same where the same rows are, in whatever order.</param>
internal sealed record TableDigest(string Name, long Rows, string Digest);

/// <param name="Index">Last entry of the log in it.</param>
internal sealed record StateDigest(long Index, int Schema, IReadOnlyList<TableDigest> Tables)
{
    /// <summary>Of one moment; the session is inside a read of its own.</summary>
    public static StateDigest Of(StateSession session, long index)
    {
        var names = session.Connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name").ToList();
        return new StateDigest(index, Convert.ToInt32(session.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture), [.. names.Select(name => OfTable(session, name))]);
    }

    /// <summary>The hashes of the rows are added up, so that no order is needed.</summary>
    private static TableDigest OfTable(StateSession session, string name)
    {
        ulong low = 0, high = 0;
        long rows = 0;
        var hash = new XxHash128();
        Span<byte> sum = stackalloc byte[16];
        raw.sqlite3_prepare_v2(session.Connection.Handle, $"SELECT * FROM \"{name}\"", out var statement);
        using (statement)
        {
            int step;
            while ((step = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                AppendRow(statement, hash);
                hash.GetHashAndReset(sum);
                unchecked
                {
                    low += BinaryPrimitives.ReadUInt64LittleEndian(sum);
                    high += BinaryPrimitives.ReadUInt64LittleEndian(sum[8..]);
                }
                rows++;
            }
            if (step != raw.SQLITE_DONE) throw new IOException($"Table {name} cannot be read: {raw.sqlite3_errmsg(session.Connection.Handle).utf8_to_string()}");
        }
        return new TableDigest(name, rows, string.Create(CultureInfo.InvariantCulture, $"{high:x16}{low:x16}"));
    }

    private static void AppendRow(sqlite3_stmt row, XxHash128 hash)
    {
        Span<byte> head = stackalloc byte[9];
        for (var column = 0; column < raw.sqlite3_column_count(row); column++)
        {
            var type = raw.sqlite3_column_type(row, column);
            head[0] = (byte)type;
            var text = type switch
            {
                raw.SQLITE_TEXT => Encoding.UTF8.GetBytes(raw.sqlite3_column_text(row, column).utf8_to_string()),
                raw.SQLITE_BLOB => raw.sqlite3_column_blob(row, column),
                _ => [],
            };
            BinaryPrimitives.WriteInt64LittleEndian(head[1..], type switch
            {
                raw.SQLITE_INTEGER => raw.sqlite3_column_int64(row, column),
                raw.SQLITE_FLOAT => BitConverter.DoubleToInt64Bits(raw.sqlite3_column_double(row, column)),
                _ => text.Length,
            });
            hash.Append(head);
            hash.Append(text);
        }
    }
}
