using System.Collections.Concurrent;
using System.Diagnostics;

namespace Batata.Cluster.Tests.Several;

/// <summary>
/// What was tried with one config that only ever changes by "replace this content by that", and every content is new. So whatever took
/// effect is one chain, and it is linearizable when each acknowledged change is in the chain once, not before one that was acknowledged before it began.
/// </summary>
internal sealed class CasHistory(string first)
{
    private readonly ConcurrentQueue<Change> _tried = new();

    public int Acknowledged => _tried.Count(static change => change.Acknowledged is not null);

    public int Unknown => _tried.Count(static change => change.Acknowledged is null && !change.Refused);

    public Change Begin(string from, string to)
    {
        var change = new Change(from, to, Stopwatch.GetTimestamp());
        _tried.Enqueue(change);
        return change;
    }

    /// <param name="present">What all nodes hold now.</param>
    /// <returns>What is wrong.</returns>
    public IEnumerable<string> Judge(string present)
    {
        var taken = _tried.Where(static change => !change.Refused).ToList();
        foreach (var twice in taken.Where(static change => change.Acknowledged is not null).GroupBy(static change => change.From).Where(static all => all.Count() > 1))
            yield return $"acknowledged twice from {twice.Key}: to {string.Join(" and ", twice.Select(static change => change.To))}";
        var byResult = taken.ToDictionary(static change => change.To);
        var chain = new List<Change>();
        for (var at = present; at != first; at = chain[^1].From)
        {
            if (!byResult.TryGetValue(at, out var change))
            {
                yield return $"{at} is there, and nobody wrote it or it was refused";
                yield break;
            }
            chain.Add(change);
        }
        foreach (var lost in taken.Except(chain).Where(static change => change.Acknowledged is not null)) yield return $"lost: {lost.From} to {lost.To} was acknowledged, and {present} does not come from it";
        chain.Reverse();
        var acknowledgedLater = long.MaxValue;
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            if (chain[i].Begun > acknowledgedLater) yield return $"{chain[i].To} began after a change was acknowledged that comes behind it";
            acknowledgedLater = Math.Min(acknowledgedLater, chain[i].Acknowledged ?? long.MaxValue);
        }
    }

    internal sealed class Change(string from, string to, long begun)
    {
        public string From => from;

        public string To => to;

        public long Begun => begun;

        public long? Acknowledged { get; private set; }

        public bool Refused { get; private set; }

        public void End(bool taken)
        {
            if (taken) Acknowledged = Stopwatch.GetTimestamp();
            else Refused = true;
        }
    }
}
