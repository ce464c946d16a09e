using Batata.Application.Watches;

namespace Batata.Infrastructure.Persistence.Watches;

/// <summary>The indexes of Consul's state, kept in <c>consul_index</c>. Writing is for the applying thread.</summary>
internal sealed class StateIndexes(StateDatabaseHolder state) : IStateIndex
{
    public const string Keys = "kvs";
    public const string Tombstones = "tombstones";
    public const string Sessions = "sessions";

    private const string Last = "last";

    private static readonly Sql Select = new("SELECT idx FROM consul_index WHERE name = ?1");
    private static readonly Sql Put = new("INSERT OR REPLACE INTO consul_index (name, idx) VALUES (?1, ?2)");

    /// <returns>0 when nothing was written under this name.</returns>
    public static ulong Read(StateSession session, string name)
    {
        using var row = session.Prepare(Select).Bind(1, name);
        return row.Step() ? (ulong)row.Int64(0) : 0;
    }

    public ulong Next()
    {
        var next = Read(state.Database.Writer, Last) + 1;
        Set(Last, next);
        return next;
    }

    public void Set(string name, ulong index) => state.Database.Writer.Prepare(Put).Bind(1, name).Bind(2, (long)index).Run();
}
