namespace Batata.Infrastructure.Cluster.Snapshots;

/// <summary>From which index on which term was applied: a copy of the state knows its index, and a snapshot needs the term as well. For any thread.</summary>
internal sealed class TermMarks
{
    private readonly Lock _lock = new();
    private readonly List<(long Index, long Term)> _marks = [];
    private long _last = -1;

    /// <summary>In order of the log. Cheap while the term stays.</summary>
    public void Passed(long index, long term)
    {
        if (term == _last) return;
        _last = term;
        lock (_lock) _marks.Add((index, term));
    }

    /// <summary>What was applied before the start.</summary>
    public void Before(long index, long term)
    {
        lock (_lock)
        {
            if (_marks.Count == 0 || _marks[0].Index > index) _marks.Insert(0, (index, term));
        }
    }

    /// <returns>Null when nothing was applied up to there since the start.</returns>
    public long? TermOf(long index)
    {
        lock (_lock)
        {
            for (var i = _marks.Count - 1; i >= 0; i--)
            {
                if (_marks[i].Index <= index) return _marks[i].Term;
            }
            return null;
        }
    }
}
