using System.Collections.Concurrent;
using Batata.Application.Watches;

namespace Batata.Api.Consul.Dns.Views;

/// <summary>
/// What was read of the catalog, by name, until it changes. Missing names are kept like others, so that a question for one costs no read; who asks
/// for very many names makes those go that nobody asked for longest.
/// </summary>
internal sealed class KeptViews<TView>(IWatches watches, int capacity, Func<string, WatchTopic[]> topics, Func<string, Task<TView>> read) : IDisposable
{
    private readonly ConcurrentDictionary<string, Kept> _views = new(StringComparer.Ordinal);
    private readonly Lock _trimming = new();

    public ValueTask<TView> GetAsync(string name)
    {
        if (!_views.TryGetValue(name, out var kept) || !kept.Holds) return new(ReadAsync(name));
        kept.LastUse = Environment.TickCount64;
        return kept.View.IsCompletedSuccessfully ? new(kept.View.Result) : new(kept.View);
    }

    public void Dispose()
    {
        foreach (var kept in _views.Values) kept.Watch.Dispose();
    }

    private Task<TView> ReadAsync(string name)
    {
        while (true)
        {
            var found = _views.TryGetValue(name, out var kept);
            if (found && kept!.Holds) return kept.View;
            // The watch is opened before the read: a change in between is not missed.
            var done = new TaskCompletionSource<TView>(TaskCreationOptions.RunContinuationsAsynchronously);
            var made = new Kept(watches.Open(topics(name)), done.Task) { LastUse = Environment.TickCount64 };
            if (!(found ? _views.TryUpdate(name, made, kept!) : _views.TryAdd(name, made)))
            {
                made.Watch.Dispose();
                continue;
            }
            kept?.Watch.Dispose();
            if (_views.Count > capacity) Trim();
            return FillAsync(done, name);
        }
    }

    private async Task<TView> FillAsync(TaskCompletionSource<TView> done, string name)
    {
        try
        {
            var view = await read(name);
            done.SetResult(view);
            return view;
        }
        catch (Exception e)
        {
            done.SetException(e);
            _ = done.Task.Exception; // seen, also when nobody else asked
            throw;
        }
    }

    private void Trim()
    {
        if (!_trimming.TryEnter()) return; // somebody is at it
        try
        {
            foreach (var (name, kept) in _views.OrderBy(static pair => pair.Value.LastUse).Take((capacity / 4) + 1).ToList())
            {
                if (_views.TryRemove(KeyValuePair.Create(name, kept))) kept.Watch.Dispose();
            }
        }
        finally
        {
            _trimming.Exit();
        }
    }

    private sealed class Kept(Watch watch, Task<TView> view)
    {
        public Watch Watch { get; } = watch;

        public Task<TView> View { get; } = view;

        public long LastUse { get; set; }

        public bool Holds => !Watch.HasFired && !View.IsFaulted;
    }
}
