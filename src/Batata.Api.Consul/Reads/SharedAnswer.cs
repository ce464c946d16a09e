using Batata.Application.Watches;

namespace Batata.Api.Consul.Reads;

/// <summary>
/// One question with its answer, for all who ask it: those that take it and those that wait for it to change. It is read once. Whoever holds it
/// keeps the watch open.
/// </summary>
internal sealed class SharedAnswer(string key, Watch watch, StateRead read, Action<SharedAnswer> settled)
{
    private readonly Lock _gate = new();
    private Task<StateAnswer>? _reading;
    private int _holders = 1;
    private int _askedCached;
    private bool _dropped;

    public string Key { get; } = key;

    public Watch Watch { get; } = watch;

    public bool SaysConsistency { get; } = read.SaysConsistency;

    /// <summary>Set when it was read.</summary>
    public StateAnswer? Answer { get; private set; }

    /// <summary>When it was last asked for, by <see cref="Environment.TickCount64"/>.</summary>
    public long LastUse { get; set; }

    /// <summary>When it was asked for first, by the clock of the store.</summary>
    public long Began { get; init; }

    /// <summary>Reads it, or joins who does. One that asks must not end the read of the others, so it has no token.</summary>
    public Task<StateAnswer> ReadAsync()
    {
        if (_reading is { } begun) return begun;
        TaskCompletionSource<StateAnswer> done;
        lock (_gate)
        {
            if (_reading is { } other) return other;
            done = new TaskCompletionSource<StateAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            _reading = done.Task;
        }
        return RunAsync(done);
    }

    /// <returns>Whether it was asked for so before.</returns>
    public bool AskCached() => Interlocked.Exchange(ref _askedCached, 1) != 0;

    /// <returns>False when nobody holds it any more.</returns>
    public bool TryHold()
    {
        lock (_gate)
        {
            if (_holders == 0) return false;
            _holders++;
            return true;
        }
    }

    /// <summary>The store forgets it.</summary>
    /// <returns>False when it has already.</returns>
    public bool TryDrop()
    {
        lock (_gate)
        {
            if (_dropped) return false;
            _dropped = true;
            return true;
        }
    }

    public void LetGo()
    {
        lock (_gate)
        {
            if (--_holders > 0) return;
        }
        Watch.Dispose();
    }

    private async Task<StateAnswer> RunAsync(TaskCompletionSource<StateAnswer> done)
    {
        try
        {
            var answer = await read.ReadAsync(CancellationToken.None);
            Answer = answer;
            settled(this);
            done.SetResult(answer);
            return answer;
        }
        catch (Exception e)
        {
            settled(this);
            done.SetException(e);
            _ = done.Task.Exception; // seen, also when nobody else asked
            throw;
        }
    }
}
