using Batata.Infrastructure.Persistence.Watches;

namespace Batata.Infrastructure.Persistence.Snapshots;

/// <summary>Writes all tables of Consul's state as they are at one moment.</summary>
internal static class ConsulStateDump
{
    /// <returns>Index of the state.</returns>
    public static ulong Write(StateSession session, Stream target)
    {
        using var moment = session.BeginSnapshot();
        using var writer = DumpFormat.Begin(target);
        foreach (var table in TablesOf(session)) Write(session, table, writer);
        writer.Write(DumpFormat.End);
        return StateIndexes.ReadLast(session);
    }

    public static List<string> TablesOf(StateSession session)
    {
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, {DumpFormat.Prefix.Length}) = '{DumpFormat.Prefix}' ORDER BY name";
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read()) names.Add(rows.GetString(0));
        names.RemoveAll(DumpFormat.NotInDumps.Contains);
        return names;
    }

    private static void Write(StateSession session, string table, BinaryWriter writer)
    {
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using var rows = command.ExecuteReader();
        DumpFormat.WriteTable(writer, table, [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)]);
        while (rows.Read())
        {
            writer.Write(DumpFormat.Row);
            for (var i = 0; i < rows.FieldCount; i++) DumpFormat.WriteValue(writer, rows.GetValue(i));
        }
    }
}
