using System.Diagnostics.CodeAnalysis;

namespace Batata.Cluster.Tests.Faults.Checks;

/// <summary>
/// Whether there is an order of the operations on one object in which each takes effect between its call and its answer and says what the model says. The search of Wing and
/// Gong with the memory of Lowe (states seen with a set of operations done are not entered twice), as in Porcupine. An object is checked by itself: a history of several is
/// linearizable when that of each is (Herlihy and Wing), which keeps the search small. So does this: of calls without an answer that ask for the same, the first takes effect first, for
/// whatever the later one explains the earlier one explains as well.
/// </summary>
internal static class Linearizability
{
    private const int MostSteps = 20_000_000;

    /// <returns>Null when it is linearizable; else what no order explains.</returns>
    public static string? Check<TState, TCall>(ISequentialModel<TState, TCall> model, TState initial, IReadOnlyList<Operation<TCall>> history)
        where TState : notnull
    {
        var head = Link(history);
        var twins = Twins(history);
        var open = history.Count(static operation => operation.Returned is not null);
        var (state, done, deepest) = (initial, new DoneSet(history.Count), 0);
        var path = new Stack<(Event Call, TState Before)>();
        var seen = new HashSet<(DoneSet Done, TState State)>();
        string? explanation = null;
        var steps = 0;
        for (var at = head.Next; open > 0;)
        {
            if (++steps > MostSteps) return $"not decided after {MostSteps} steps over {history.Count} operations";
            // Never null: while an operation is open its answer is in the list, and no call behind an answer is ever chosen.
            var operation = history[at!.Operation];
            if (at.Answer is { } answer)
            {
                if (twins[at.Operation] is var twin && (twin < 0 || done.Has(twin)) && model.TryStep(state, operation.Call, operation.Returned is not null, out var next) && done.With(at.Operation) is var with && seen.Add((with, next)))
                {
                    path.Push((at, state));
                    (state, done) = (next, with);
                    if (operation.Returned is not null) open--;
                    Lift(at, answer);
                    at = head.Next;
                }
                else
                {
                    at = at.Next;
                }
                continue;
            }
            // An answer before whose time its operation found no place: go back.
            if (path.Count >= deepest)
            {
                deepest = path.Count;
                explanation = $"{operation.Call} fits nowhere before its answer: after {path.Count} of {history.Count} operations the state is {state}, the last were {string.Join(", ", path.Take(5).Select(step => history[step.Call.Operation].Call))} (latest first)";
            }
            if (!path.TryPop(out var last)) return explanation;
            (state, done) = (last.Before, done.Without(last.Call.Operation));
            if (history[last.Call.Operation].Returned is not null) open++;
            Unlift(last.Call, last.Call.Answer!);
            at = last.Call.Next;
        }
        return null;
    }

    /// <returns>For each operation without an answer the one before it that asks for the same and has none either; else -1.</returns>
    private static int[] Twins<TCall>(IReadOnlyList<Operation<TCall>> history)
    {
        var twins = new int[history.Count];
        Array.Fill(twins, -1);
        foreach (var same in Enumerable.Range(0, history.Count).Where(i => history[i].Returned is null).GroupBy(i => history[i].Call))
        {
            var inTime = same.OrderBy(i => history[i].Invoked).ToList();
            for (var i = 1; i < inTime.Count; i++) twins[inTime[i]] = inTime[i - 1];
        }
        return twins;
    }

    /// <summary>Calls and answers in the order of time; a call comes before an answer of the same moment, since the two may have overlapped.</summary>
    private static Event Link<TCall>(IReadOnlyList<Operation<TCall>> history)
    {
        var events = new List<(long Time, bool IsAnswer, Event Event)>();
        for (var i = 0; i < history.Count; i++)
        {
            var answer = new Event(i);
            events.Add((history[i].Invoked, false, new Event(i) { Answer = answer }));
            if (history[i].Returned is { } returned) events.Add((returned, true, answer));
        }
        var head = new Event(-1);
        var last = head;
        foreach (var (_, _, next) in events.OrderBy(static e => e.Time).ThenBy(static e => e.IsAnswer))
        {
            (last.Next, next.Previous) = (next, last);
            last = next;
        }
        return head;
    }

    private static void Lift(Event call, Event answer)
    {
        Take(call);
        if (answer.Previous is not null) Take(answer); // an operation without an answer has none in the list

        static void Take(Event one)
        {
            one.Previous!.Next = one.Next;
            if (one.Next is { } next) next.Previous = one.Previous;
        }
    }

    private static void Unlift(Event call, Event answer)
    {
        if (answer.Previous is not null) Put(answer);
        Put(call);

        static void Put(Event one)
        {
            one.Previous!.Next = one;
            if (one.Next is { } next) next.Previous = one;
        }
    }

    private sealed class Event(int operation)
    {
        public int Operation => operation;

        /// <summary>Null: this is an answer.</summary>
        public Event? Answer { get; init; }

        public Event? Previous { get; set; }

        public Event? Next { get; set; }
    }

    /// <summary>Which operations have taken effect.</summary>
    private readonly struct DoneSet : IEquatable<DoneSet>
    {
        private readonly ulong[] _bits;

        public DoneSet(int operations)
            : this(new ulong[(operations + 63) / 64])
        {
        }

        private DoneSet(ulong[] bits) => _bits = bits;

        public bool Has(int operation) => (_bits[operation / 64] >> (operation % 64) & 1) != 0;

        public DoneSet With(int operation) => Flip(operation);

        public DoneSet Without(int operation) => Flip(operation);

        public bool Equals(DoneSet other) => _bits.AsSpan().SequenceEqual(other._bits);

        public override bool Equals([NotNullWhen(true)] object? obj) => obj is DoneSet other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var bits in _bits) hash.Add(bits);
            return hash.ToHashCode();
        }

        private DoneSet Flip(int operation)
        {
            var bits = (ulong[])_bits.Clone();
            bits[operation / 64] ^= 1UL << (operation % 64);
            return new DoneSet(bits);
        }
    }
}
