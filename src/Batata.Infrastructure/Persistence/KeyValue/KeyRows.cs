using Batata.Domain.KeyValue;

namespace Batata.Infrastructure.Persistence.KeyValue;

/// <summary>Rows of <c>consul_key</c>, and what a prefix is in SQL.</summary>
internal static class KeyRows
{
    public const string Columns = "name, value, flags, lock_index, session, create_index, modify_index";

    public static KeyEntry Read(Statement row) => new(
        row.Text(0), row.Utf8(1).ToArray(), (ulong)row.Int64(2), (ulong)row.Int64(3), row.Text(4), (ulong)row.Int64(5), (ulong)row.Int64(6));

    /// <summary>
    /// The first text behind all that begin with the prefix, in the order of UTF-8 bytes; null when there is none. SQLite compares bytes, and no
    /// byte of UTF-8 is 0xff, so the prefix with U+10FFFF behind it comes after everything that begins with it but for keys with that very character.
    /// </summary>
    public static string End(string prefix) => prefix + "\U0010FFFF\U0010FFFF";
}
