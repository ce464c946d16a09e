using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Cluster.Writing;

/// <summary>
/// The request ids of the records that were applied last: whoever hands a record on again, because nobody knows what became of the first time, must not
/// have it applied twice. A part of the replicated state, so that every node decides alike, also one that began from a snapshot. For the applying thread.
/// </summary>
internal sealed class RequestWindow(StateDatabase state)
{
    /// <summary>Records that are remembered at least; at most twice as many, and one entry more. Part of what is replicated: it must be the same on all nodes.</summary>
    public const int Records = 65_536;

    private const int IdBytes = 16;
    private static readonly Sql ReadAll = new("SELECT entry_index, ids FROM request_window ORDER BY entry_index");
    private static readonly Sql ReadFloor = new("SELECT forgotten FROM request_window_floor");
    private static readonly Sql Insert = new("INSERT INTO request_window (entry_index, ids) VALUES (?, ?)");
    private static readonly Sql Forget = new("DELETE FROM request_window WHERE entry_index <= ?");
    private static readonly Sql SetFloor = new("UPDATE request_window_floor SET forgotten = ?");

    private readonly HashSet<Guid> _known = [];
    private readonly Queue<(long Index, Guid[] Ids)> _entries = new();
    private long _forgotten;

    /// <summary>The state was opened, or is another one now.</summary>
    public void Load()
    {
        _known.Clear();
        _entries.Clear();
        using (var floor = state.Writer.Prepare(ReadFloor)) _forgotten = floor.Step() ? floor.Int64(0) : 0;
        using var rows = state.Writer.Prepare(ReadAll);
        while (rows.Step()) Remember(rows.Int64(0), Read(rows.Utf8(1)));
    }

    /// <summary>A record of this id was applied.</summary>
    public bool Knows(Guid id) => _known.Contains(id);

    /// <summary>Whether all that was applied behind this entry is remembered.</summary>
    public bool Reaches(long index) => index >= _forgotten;

    /// <summary>Inside the transaction that applies them.</summary>
    /// <param name="ids">Of the records of an entry that were applied.</param>
    public void Add(long index, List<Guid> ids)
    {
        if (ids.Count == 0) return;
        var bytes = new byte[ids.Count * IdBytes];
        for (var i = 0; i < ids.Count; i++) ids[i].TryWriteBytes(bytes.AsSpan(i * IdBytes), bigEndian: true, out _);
        state.Writer.Prepare(Insert).Bind(1, index).Bind(2, bytes).Run();
        Remember(index, [.. ids]);
        if (_known.Count > 2 * Records) ForgetHalf();
    }

    private void ForgetHalf()
    {
        while (_known.Count > Records && _entries.Count > 1)
        {
            var (index, ids) = _entries.Dequeue();
            _known.ExceptWith(ids);
            _forgotten = index;
        }
        state.Writer.Prepare(Forget).Bind(1, _forgotten).Run();
        state.Writer.Prepare(SetFloor).Bind(1, _forgotten).Run();
    }

    private void Remember(long index, Guid[] ids)
    {
        _entries.Enqueue((index, ids));
        _known.UnionWith(ids);
    }

    private static Guid[] Read(ReadOnlySpan<byte> bytes)
    {
        var ids = new Guid[bytes.Length / IdBytes];
        for (var i = 0; i < ids.Length; i++) ids[i] = new Guid(bytes.Slice(i * IdBytes, IdBytes), bigEndian: true);
        return ids;
    }
}
