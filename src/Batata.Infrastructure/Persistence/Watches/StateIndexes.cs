using Batata.Application.Watches;

namespace Batata.Infrastructure.Persistence.Watches;

/// <summary>The indexes of Consul's state, kept in <c>consul_index</c>. Writing is for the applying thread.</summary>
internal sealed class StateIndexes(StateDatabaseHolder state) : IStateIndex, ITopicIndexes
{
    public const string Keys = "kvs";
    public const string Tombstones = "tombstones";
    public const string Sessions = "sessions";

    public const string Nodes = "nodes";
    public const string Services = "services";
    public const string Checks = "checks";
    public const string LastServiceGone = "service_last_extinction";
    public const string LastNodeGone = "node_last_extinction";

    private const string Last = "last";

    private static readonly Sql Select = new("SELECT idx FROM consul_index WHERE name = ?1");
    private static readonly Sql Put = new("INSERT OR REPLACE INTO consul_index (name, idx) VALUES (?1, ?2)");

    private static readonly Sql Delete = new("DELETE FROM consul_index WHERE name = ?1");

    public static string Of(WatchTopic topic) => topic.Kind switch
    {
        WatchKind.Nodes => Nodes,
        WatchKind.Services => Services,
        WatchKind.Checks => Checks,
        WatchKind.Service => "service." + topic.Name,
        WatchKind.Node => "node." + topic.Name,
        _ => throw new ArgumentOutOfRangeException(nameof(topic), topic.Kind, "It has no index of its own."),
    };

    /// <returns>0 when nothing was written under this name.</returns>
    public static ulong Read(StateSession session, string name)
    {
        using var row = session.Prepare(Select).Bind(1, name);
        return row.Step() ? (ulong)row.Int64(0) : 0;
    }

    /// <returns>Index of the state.</returns>
    public static ulong ReadLast(StateSession session) => Read(session, Last);

    /// <summary>The state was replaced.</summary>
    public void SetLast(ulong index) => Set(Last, index);

    public ulong Next()
    {
        var next = Read(state.Database.Writer, Last) + 1;
        Set(Last, next);
        return next;
    }

    public void Set(string name, ulong index) => state.Database.Writer.Prepare(Put).Bind(1, name).Bind(2, (long)index).Run();

    public void Move(WatchTopic topic, ulong index) => Set(Of(topic), index);

    public void Extinguish(WatchTopic topic, ulong index)
    {
        state.Database.Writer.Prepare(Delete).Bind(1, Of(topic)).Run();
        Set(topic.Kind == WatchKind.Node ? LastNodeGone : LastServiceGone, index);
    }
}
