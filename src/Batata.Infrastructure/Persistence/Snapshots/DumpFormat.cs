using System.Text;

namespace Batata.Infrastructure.Persistence.Snapshots;

/// <summary>
/// A dump of tables: a mark; for each table its name, the names of its columns and its rows; an end. Columns have names, so a release that added some reads
/// the dumps of those before it. Clients take it for opaque: Consul's own is a stream of its Go structures.
/// </summary>
internal static class DumpFormat
{
    public const byte End = 0;
    public const byte Table = 1;
    public const byte Row = 2;

    /// <summary>Tables of Consul's state begin so.</summary>
    public const string Prefix = "consul_";

    /// <summary>On its way into the state, and what Consul's leader has in memory alone.</summary>
    public static readonly string[] NotInDumps = ["consul_restore_part", "consul_lock_delay"];

    private static readonly byte[] Mark = "BATATA-CONSUL-STATE-1\n"u8.ToArray();

    /// <summary>Values by the types of SQLite.</summary>
    private enum Kind : byte
    {
        Null,
        Integer,
        Real,
        Text,
        Bytes,
    }

    public static BinaryWriter Begin(Stream target)
    {
        var writer = new BinaryWriter(target, Encoding.UTF8, leaveOpen: true);
        writer.Write(Mark);
        return writer;
    }

    /// <exception cref="InvalidDataException">It is no dump.</exception>
    public static BinaryReader Open(Stream source)
    {
        var reader = new BinaryReader(source, Encoding.UTF8, leaveOpen: true);
        if (!reader.ReadBytes(Mark.Length).AsSpan().SequenceEqual(Mark)) throw new InvalidDataException("this is no state of Batata");
        return reader;
    }

    public static void WriteTable(BinaryWriter writer, string name, IReadOnlyList<string> columns)
    {
        writer.Write(Table);
        writer.Write(name);
        writer.Write7BitEncodedInt(columns.Count);
        foreach (var column in columns) writer.Write(column);
    }

    public static (string Name, string[] Columns) ReadTable(BinaryReader reader)
    {
        var name = reader.ReadString();
        var columns = new string[Math.Clamp(reader.Read7BitEncodedInt(), 0, 1_000)];
        for (var i = 0; i < columns.Length; i++) columns[i] = reader.ReadString();
        return (name, columns);
    }

    public static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case long integer:
                writer.Write((byte)Kind.Integer);
                writer.Write(integer);
                break;
            case double real:
                writer.Write((byte)Kind.Real);
                writer.Write(real);
                break;
            case string text:
                writer.Write((byte)Kind.Text);
                writer.Write(text);
                break;
            case byte[] bytes:
                writer.Write((byte)Kind.Bytes);
                writer.Write7BitEncodedInt(bytes.Length);
                writer.Write(bytes);
                break;
            default:
                writer.Write((byte)Kind.Null);
                break;
        }
    }

    /// <exception cref="InvalidDataException">Nobody wrote that.</exception>
    public static object ReadValue(BinaryReader reader) => (Kind)reader.ReadByte() switch
    {
        Kind.Null => DBNull.Value,
        Kind.Integer => reader.ReadInt64(),
        Kind.Real => reader.ReadDouble(),
        Kind.Text => reader.ReadString(),
        Kind.Bytes => ReadBytes(reader),
        _ => throw new InvalidDataException("a value has no type"),
    };

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        if (length < 0) throw new InvalidDataException("a value has no length");
        var bytes = reader.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }
}
