using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Push;

/// <summary>Who waits for which config: a chain of entries for each key, in stripes so that polls that come and go do not wait for one lock. Safe for any thread.</summary>
internal sealed class LongPollIndex
{
    private const int StripeCount = 64;

    private readonly Dictionary<ConfigKey, LongPollEntry>[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(static _ => new Dictionary<ConfigKey, LongPollEntry>())];

    public void Add(LongPollEntry entry)
    {
        var stripe = StripeOf(entry.Key);
        lock (stripe)
        {
            if (stripe.TryGetValue(entry.Key, out var first))
            {
                entry.Next = first;
                first.Previous = entry;
            }
            stripe[entry.Key] = entry;
        }
    }

    public void Remove(LongPollEntry entry)
    {
        var stripe = StripeOf(entry.Key);
        lock (stripe)
        {
            if (entry.Next is { } next) next.Previous = entry.Previous;
            if (entry.Previous is { } previous) previous.Next = entry.Next;
            else if (entry.Next is { } first) stripe[entry.Key] = first;
            else stripe.Remove(entry.Key);
            (entry.Previous, entry.Next) = (null, null);
        }
    }

    /// <summary>Calls for each entry of the key, under the lock of its stripe: must be quick and must not call back.</summary>
    public void ForEach<TState>(in ConfigKey key, TState state, Action<LongPollEntry, TState> action)
    {
        var stripe = StripeOf(key);
        lock (stripe)
        {
            for (var entry = stripe.GetValueOrDefault(key); entry is not null; entry = entry.Next) action(entry, state);
        }
    }

    /// <summary>The same for the entries of all keys.</summary>
    public void ForEach<TState>(TState state, Action<LongPollEntry, TState> action)
    {
        foreach (var stripe in _stripes)
        {
            lock (stripe)
            {
                foreach (var first in stripe.Values)
                {
                    for (var entry = first; entry is not null; entry = entry.Next) action(entry, state);
                }
            }
        }
    }

    private Dictionary<ConfigKey, LongPollEntry> StripeOf(in ConfigKey key) => _stripes[(uint)key.GetHashCode() % StripeCount];
}
