using Batata.Application.Telemetry;
using System.Buffers;
using Batata.Application.Cluster;
using Batata.Application.Snapshots;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Snapshots;
using Batata.Infrastructure.Cluster.Writing;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence;
using DotNext.IO;
using DotNext.IO.Log;
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
    private readonly Snapshotter _snapshots;
    private readonly Action<Exception> _failed;
    private readonly TaskCompletionSource<WriteAheadLog> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Held while the state is written: by the log's applying loop, or by whoever ends a batch that the loop left open.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly List<ApplySlot> _waiting = [];
    private readonly AwaitedAnswers? _awaited;
    private readonly MemberStore? _members;
    private readonly List<Guid> _requestIds = [];
    private readonly List<Guid> _applied = [];
    private readonly RequestWindow _window;
    private Task _behind = Task.CompletedTask;
    private WriteAheadLog? _log;
    private long _lastApplied;
    private int _batched;
    private bool _leftOpen;

    /// <summary>All nodes look at their state behind this entry, so it ends a batch.</summary>
    private bool _marked;

    /// <summary>A part of the state became another: whoever follows it reads it anew.</summary>
    private bool _replaced;
    private bool _broken;
    private long _begun;

    /// <param name="failed">Told once when an entry could not be applied; nothing more is applied then.</param>
    /// <param name="awaited">Who waits here for what the leader was asked to write; null on a node alone.</param>
    /// <param name="members">Who votes; null on a node alone.</param>
    public BatataStateMachine(
        StateDatabase state, ChangeHub hub, EntryCodec codec, EntryAppliers appliers, Snapshotter snapshots, Action<Exception> failed,
        AwaitedAnswers? awaited = null, MemberStore? members = null)
    {
        (_state, _hub, _codec, _appliers, _snapshots, _failed, _awaited, _members) = (state, hub, codec, appliers, snapshots, failed, awaited, members);
        _lastApplied = state.AppliedIndex;
        _window = new RequestWindow(state);
        _window.Load();
    }

    /// <summary>Told of each batch; null when nobody counts.</summary>
    public Timing? Applied { get; init; }

    /// <summary>Waits while the disk is full: a batch that SQLite cannot write would end the node.</summary>
    public Func<CancellationToken, ValueTask>? Room { get; init; }

    public ISnapshot? Snapshot => _snapshots.Newest;

    /// <summary>Nothing is applied before. The log begins to apply inside its constructor, so it cannot be given to ours.</summary>
    public void Attach(WriteAheadLog log) => _attached.TrySetResult(log);

    public ValueTask ReclaimGarbageAsync(long watermark, CancellationToken token)
    {
        _snapshots.DeleteBelow(watermark);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<long> ApplyAsync(LogEntry entry, CancellationToken token)
    {
        _log ??= await _attached.Task.WaitAsync(token);
        if (Room is { } room && !entry.IsSnapshot) await room(token); // before it is in anybody's way
        await _writing.WaitAsync(token);
        try
        {
            ThrowIfBroken();
            if (entry.Index > _lastApplied) await (entry.IsSnapshot ? InstallAsync(entry, token) : ApplyNextAsync(entry));
            return _lastApplied;
        }
        catch (Exception e) when (!entry.IsSnapshot || e is not (InvalidDataException or OperationCanceledException))
        {
            // A snapshot that did not arrive leaves the state as it was. Anything else leaves half an entry behind, which must never be committed.
            Break(e);
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The log applies nothing more: commits what it left open and lets a snapshot end that is being written.</summary>
    public async Task CloseAsync()
    {
        await CommitPendingAsync(CancellationToken.None);
        await _behind;
        await _snapshots.StopAsync();
    }

    /// <summary>Makes visible all that the log counts as applied. Most often there is nothing to do.</summary>
    public async ValueTask CommitPendingAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_batched > 0 && !_broken) Commit();
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

    /// <summary>Copies what is applied now, not only when it is due.</summary>
    /// <param name="termOf">Of an entry of the log; asked when nothing was applied since the start.</param>
    public async Task<SnapshotFile> TakeSnapshotAsync(Func<long, CancellationToken, ValueTask<long>> termOf, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<SnapshotFile>? taken;
            await _writing.WaitAsync(cancellationToken);
            try
            {
                ThrowIfBroken();
                if (_batched > 0) Commit();
                taken = _snapshots.TryTake(termOf);
            }
            finally
            {
                _writing.Release();
            }
            if (taken is not null) return await taken.WaitAsync(cancellationToken);
            await _snapshots.StopAsync().WaitAsync(cancellationToken); // one is being written, of what was applied before
        }
    }

    public void Dispose() => _writing.Dispose();

    private async ValueTask ApplyNextAsync(LogEntry entry)
    {
        var any = entry.TryGetPayload(out var payload) && !payload.IsEmpty; // else the mark of a new leader, or a change of members
        if (any && entry.IsConfiguration)
        {
            // The log saves changes of members itself, but begins to apply before it was told where.
            if (_members is not null) await _members.SaveConfigurationAsync(entry, entry.Index, CancellationToken.None);
        }
        else if (any)
        {
            if (_batched == 0)
            {
                _begun = Applied?.Begin() ?? 0;
                _state.Begin();
            }
            await ApplyAsync(entry.Index, payload, entry.Context as OwnEntry);
        }
        _lastApplied = entry.Index;
        _snapshots.Applied(entry.Index, entry.Term, payload.Length);
        if (_batched == 0) return;
        if (_batched >= MaxBatch || _marked || _replaced || entry.Index >= _log!.LastCommittedEntryIndex) Commit();
        else if (!_leftOpen) _behind = CommitBehindAsync(entry.Index);
    }

    /// <param name="own">What came with the entry; null unless this node wrote it.</param>
    private async ValueTask ApplyAsync(long index, ReadOnlySequence<byte> payload, OwnEntry? own)
    {
        _requestIds.Clear();
        _applied.Clear();
        var records = _codec.Decode(payload, _requestIds, out var since);
        var slots = SlotsOf(own);
        foreach (var slot in slots ?? [])
        {
            if (slot is not null) _waiting.Add(slot);
        }
        for (var i = 0; i < records.Length; i++)
        {
            var id = _requestIds[i];
            if (_window.Knows(id) || (since is { } from && !_window.Reaches(from)))
            {
                // It was applied before, or nobody can tell. Who waited for the first time has its answer, or gets it when this batch is committed,
                // or a snapshot took it away.
                if (slots?[i] is { IsHeld: false } slot) slot.Lose();
                continue;
            }
            await _appliers.ApplyAsync(records[i], slots?[i], _hub);
            _marked |= records[i] is MarkStateEntry;
            _replaced |= records[i] is RestoreConsulStateEntry;
            if (id != Guid.Empty) _applied.Add(id);
        }
        _window.Add(index, _applied);
        _batched += records.Length;
    }

    /// <summary>
    /// DotNext keeps what came with an entry for its index, also when another leader's entry has taken its place: then it belongs to a write that
    /// did not happen there, and must not be answered with what became of this one. Who proposed it knows, and may have proposed it again.
    /// </summary>
    private ApplySlot?[]? SlotsOf(OwnEntry? own) =>
        own is not null && own.First == _requestIds[0] ? own.Slots : _awaited is { IsEmpty: false } ? _awaited.Take(_requestIds) : null;

    private void Commit()
    {
        _state.Commit(_lastApplied);
        (_batched, _leftOpen, _marked) = (0, false, false);
        _hub.PublishAll();
        if (_replaced) _hub.ResetAll();
        _replaced = false;
        Applied?.Record(_begun);
        foreach (var slot in _waiting) slot.Complete();
        _waiting.Clear();
        _snapshots.Committed(_lastApplied);
    }

    /// <summary>
    /// More is committed than was when the log's loop began, or the rest has nothing to apply and is not shown to us. Either way the loop may
    /// end with the batch open: what is open when it ends is committed then.
    /// </summary>
    private async Task CommitBehindAsync(long index)
    {
        _leftOpen = true;
        try
        {
            await _log!.WaitForApplyAsync(index);
            await CommitPendingAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is ObjectDisposedException or IntegrityException || _broken)
        {
            // The log was closed or broke, which is told elsewhere. What is open is committed at the close.
        }
    }

    private async ValueTask InstallAsync(LogEntry entry, CancellationToken token)
    {
        if (_batched > 0) Commit();
        await _snapshots.InstallAsync(entry.Index, entry.Term, async path =>
        {
            await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous });
            await entry.WriteToAsync(file, bufferSize: 64 * 1024, token);
            file.Flush(flushToDisk: true);
        });
        _lastApplied = _state.AppliedIndex;
        _window.Load();
        _hub.ResetAll();
        _awaited?.LoseAll(); // what they wait for may be in the snapshot
    }

    private void ThrowIfBroken()
    {
        if (_broken) throw new InvalidOperationException("An earlier entry could not be applied.");
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
