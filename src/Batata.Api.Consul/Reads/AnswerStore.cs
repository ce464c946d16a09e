using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Batata.Application.Watches;

namespace Batata.Api.Consul.Reads;

/// <summary>
/// Answers that are still true, by question. One that changed is not found any more; when they take too much memory, those go that nobody asked
/// for longest. Who waits keeps his own alive.
/// </summary>
internal sealed class AnswerStore(IWatches watches, long maxBytes, TimeProvider time)
{
    /// <summary>What an answer costs beside its body: key, watch, headers.</summary>
    private const int EntryBytes = 1_024;

    private readonly ConcurrentDictionary<string, SharedAnswer> _answers = new(StringComparer.Ordinal);
    private readonly Lock _making = new();
    private long _bytes;

    public int Count => _answers.Count;

    /// <summary>An answer that was read and holds.</summary>
    public bool TryFind(string key, [NotNullWhen(true)] out SharedAnswer? shared, [NotNullWhen(true)] out StateAnswer? answer)
    {
        answer = _answers.TryGetValue(key, out shared) && !shared.Watch.HasFired ? shared.Answer : null;
        if (answer is null) return false;
        shared!.LastUse = Environment.TickCount64;
        return true;
    }

    /// <summary>The question with its answer to come, or the one that holds. The caller lets go of it.</summary>
    public SharedAnswer Hold(string key, StateRead read)
    {
        if (FindToHold(key) is { } found) return found;
        lock (_making)
        {
            if (FindToHold(key) is { } other) return other;
            var made = new SharedAnswer(key, watches.Open(read.Topics), read, Settle) { Began = time.GetTimestamp(), LastUse = Environment.TickCount64 };
            made.TryHold();
            // The one that it takes the place of has fired, and is dropped for that.
            _answers[key] = made;
            Interlocked.Add(ref _bytes, EntryBytes);
            made.Watch.Fired.ContinueWith((_, one) => Drop((SharedAnswer)one!), made, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return made;
        }
    }

    /// <summary>It was read, or could not be.</summary>
    private void Settle(SharedAnswer shared)
    {
        if (shared.Answer is not { IsVolatile: false } answer || answer.Body.Length > maxBytes / 4)
        {
            Drop(shared);
            return;
        }
        if (Interlocked.Add(ref _bytes, answer.Body.Length) > maxBytes) Trim();
    }

    private void Drop(SharedAnswer shared)
    {
        if (!shared.TryDrop()) return;
        _answers.TryRemove(KeyValuePair.Create(shared.Key, shared));
        Interlocked.Add(ref _bytes, -EntryBytes - (shared.Answer is { IsVolatile: false } answer && answer.Body.Length <= maxBytes / 4 ? answer.Body.Length : 0));
        shared.LetGo();
    }

    private void Trim()
    {
        if (!_making.TryEnter()) return; // somebody is at it, or makes one: the next that is too much tries again
        try
        {
            foreach (var (_, shared) in _answers.OrderBy(static pair => pair.Value.LastUse).ToList())
            {
                if (Interlocked.Read(ref _bytes) <= maxBytes * 3 / 4) return;
                if (shared.Answer is not null) Drop(shared);
            }
        }
        finally
        {
            _making.Exit();
        }
    }

    private SharedAnswer? FindToHold(string key)
    {
        if (!_answers.TryGetValue(key, out var shared) || shared.Watch.HasFired || !shared.TryHold()) return null;
        shared.LastUse = Environment.TickCount64;
        return shared;
    }
}
