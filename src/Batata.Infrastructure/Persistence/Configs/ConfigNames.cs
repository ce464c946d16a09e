using Batata.Application.Configs;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>
/// Names of all formal versions in the order of their ids, for searches: one array that a search walks from end to end, 40 bytes a config beside the
/// name itself. What few configs differ in (namespace, group, application, type) is a number, which a search judges once.
/// </summary>
/// <remarks>Written by the applying thread alone; read by any, without a lock.</remarks>
internal sealed class ConfigNames
{
    private const int MinDead = 1024;

    private volatile Rows _rows = new(0, new Codes());
    private int _dead;

    /// <summary>Configs must come in the order of their ids.</summary>
    public void Reset(int capacity)
    {
        _rows = new Rows(capacity, new Codes());
        _dead = 0;
    }

    public void Moved(ServedConfig? before, ServedConfig? after)
    {
        var (old, next) = (before?.Id ?? 0, after?.Id ?? 0);
        if (old == next)
        {
            if (next != 0 && (before!.Type != after!.Type || before.AppName != after.AppName)) Change(after);
            return;
        }
        if (old != 0) Remove(old);
        if (next != 0) Add(after!);
    }

    public void Add(ServedConfig config)
    {
        var rows = _rows;
        if (rows.Count == rows.Items.Length) _rows = rows = rows.Grown();
        ref var row = ref rows.Items[rows.Count];
        row.Id = config.Id;
        row.DataId = config.Key.DataId;
        row.Namespace = rows.Codes.Of(config.Key.NamespaceId);
        row.Group = rows.Codes.Of(config.Key.Group);
        Describe(ref row, rows, config);
        rows.Count++;
    }

    /// <returns>What there is now. What comes later may be seen, or not.</returns>
    public View Read()
    {
        var rows = _rows;
        var count = rows.Count; // before the names: a row that is seen has its names there
        return new View(rows.Items.AsSpan(0, count), rows.Codes.Names);
    }

    private void Change(ServedConfig config)
    {
        var rows = _rows;
        var at = rows.Find(config.Id);
        if (at >= 0) Describe(ref rows.Items[at], rows, config);
    }

    private void Remove(long id)
    {
        var rows = _rows;
        var at = rows.Find(id);
        if (at < 0) return;
        rows.Items[at].Dead = true;
        if (++_dead < Math.Max(MinDead, rows.Count / 4)) return;
        _rows = rows.Living();
        _dead = 0;
    }

    private static void Describe(ref Row row, Rows rows, ServedConfig config)
    {
        row.App = rows.Codes.Of(config.AppName);
        row.Type = rows.Codes.Of(config.Type ?? "");
    }

    public readonly ref struct View(ReadOnlySpan<Row> rows, string[] names)
    {
        public ReadOnlySpan<Row> Rows { get; } = rows;

        /// <summary>By the numbers in the rows.</summary>
        public string[] Names { get; } = names;
    }

    public struct Row
    {
        public long Id;
        public string DataId;
        public int Namespace;
        public int Group;
        public int App;
        public int Type;
        public volatile bool Dead;
    }

    private sealed class Rows(int capacity, Codes codes)
    {
        private int _count;

        public Row[] Items { get; } = new Row[capacity];

        public Codes Codes { get; } = codes;

        public int Count
        {
            get => Volatile.Read(ref _count);
            set => Volatile.Write(ref _count, value);
        }

        public Rows Grown()
        {
            var grown = new Rows(Math.Max(256, Count + (Count / 2)), Codes);
            Items.AsSpan(0, Count).CopyTo(grown.Items);
            grown.Count = Count;
            return grown;
        }

        /// <summary>Without the dead, and without names that only they had.</summary>
        public Rows Living()
        {
            var living = new Rows(Count, new Codes());
            var names = Codes.Names;
            var kept = 0;
            foreach (ref readonly var row in Items.AsSpan(0, Count))
            {
                if (row.Dead) continue;
                living.Items[kept++] = new Row
                {
                    Id = row.Id,
                    DataId = row.DataId,
                    Namespace = living.Codes.Of(names[row.Namespace]),
                    Group = living.Codes.Of(names[row.Group]),
                    App = living.Codes.Of(names[row.App]),
                    Type = living.Codes.Of(names[row.Type]),
                };
            }
            living.Count = kept;
            return living;
        }

        /// <returns>Negative when it is not there.</returns>
        public int Find(long id)
        {
            var (low, high) = (0, Count - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                if (Items[middle].Id == id) return middle;
                if (Items[middle].Id < id) low = middle + 1;
                else high = middle - 1;
            }
            return -1;
        }
    }

    /// <summary>A number for each name that many rows share.</summary>
    private sealed class Codes
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private volatile string[] _names = new string[16];

        /// <summary>Longer than what is used.</summary>
        public string[] Names => _names;

        public int Of(string name)
        {
            if (_numbers.TryGetValue(name, out var number)) return number;
            number = _numbers.Count;
            var names = _names;
            if (number == names.Length) Array.Resize(ref names, number * 2);
            names[number] = name;
            _names = names;
            _numbers.Add(name, number);
            return number;
        }
    }
}
