using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// Applies the log to the state. Entries that wait together share one transaction, with the applied index in it; what was applied before a
/// restart is skipped. Changes are told and proposers answered after the commit, never before.
/// </summary>
internal sealed class BatataStateMachine : IStateMachine, IDisposable
{
    /// <summary>Largest batch: bounds how long a reader or a proposer waits for the commit.</summary>
    private const int MaxBatch = 4096;

    private readonly StateDatabase _state;
    private readonly ChangeHub _hub;
    private readonly EntryCodec _codec;
    private readonly EntryAppliers _appliers;
    private readonly Func<long> _committed;
    private readonly Action<Exception> _failed;

    /// <summary>Held while the state is written: by the log's applying loop or by whoever ends a batch behind it.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly List<ApplySlot> _waiting = [];
    private long _lastApplied;
    private int _batched;
    private bool _broken;

    /// <param name="committed">Index of the last entry that is committed in the log.</param>
    /// <param name="failed">Told once when an entry could not be applied; the log applies nothing more then.</param>
    public BatataStateMachine(StateDatabase state, ChangeHub hub, EntryCodec codec, EntryAppliers appliers, Func<long> committed, Action<Exception> failed)
    {
        (_state, _hub, _codec, _appliers, _committed, _failed) = (state, hub, codec, appliers, committed, failed);
        _lastApplied = state.AppliedIndex;
    }

    public ISnapshot? Snapshot => null;

    public ValueTask ReclaimGarbageAsync(long watermark, CancellationToken token) => ValueTask.CompletedTask;

    public async ValueTask<long> ApplyAsync(LogEntry entry, CancellationToken token)
    {
        await _writing.WaitAsync(token);
        try
        {
            if (entry.Index > _lastApplied) await ApplyNextAsync(entry);
            return _lastApplied;
        }
        catch (Exception e)
        {
            Break(e);
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Commits what is applied so far. For the end of the log's work; in between batches end by themselves.</summary>
    public async ValueTask CommitPendingAsync()
    {
        await _writing.WaitAsync();
        try
        {
            if (!_broken && _batched > 0) Commit();
        }
        catch (Exception e)
        {
            Break(e);
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async ValueTask ApplyNextAsync(LogEntry entry)
    {
        if (entry.TryGetPayload(out var payload) && !payload.IsEmpty)
        {
            if (_batched == 0) _state.Begin();
            _batched++;
            var slot = entry.Context as ApplySlot;
            if (slot is not null) _waiting.Add(slot);
            await _appliers.ApplyAsync(_codec.Decode(payload), slot, _hub);
        }
        _lastApplied = entry.Index;
        if (_batched > 0 && (_batched >= MaxBatch || entry.Index >= _committed())) Commit();
    }

    private void Commit()
    {
        _state.Commit(_lastApplied);
        _batched = 0;
        _hub.PublishAll();
        foreach (var slot in _waiting) slot.Complete();
        _waiting.Clear();
    }

    private void Break(Exception e)
    {
        if (_broken) return;
        _broken = true;
        _hub.DiscardAll();
        foreach (var slot in _waiting) slot.Lose();
        _waiting.Clear();
        _failed(e);
    }
}
