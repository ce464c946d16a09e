using Batata.Application.Abstractions;
using Batata.Application.KeyHistory;
using Batata.Application.Watches;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.KeyValue;

/// <summary>One write to the KV store. The value is false when a check-and-set, an acquisition or a release did not fit.</summary>
/// <param name="Value">Not looked at by deletes.</param>
/// <param name="Index">For check-and-set: the ModifyIndex that is expected.</param>
/// <param name="Session">For acquiring and releasing.</param>
public sealed record WriteKey(KeyVerb Verb, string Key, byte[] Value, ulong Flags, ulong Index, string Session) : IRequest<Outcome<bool>>
{
    /// <summary>For the history of the key.</summary>
    public KeyAuthor? Author { get; init; }

    public static WriteKey Delete(KeyVerb verb, string key, ulong index = 0) => new(verb, key, [], 0, index, "");
}

internal sealed class WriteKeyHandler(IReplicatedLog log, ILockDelays delays, KeyOrigins origins) : IRequestHandler<WriteKey, Outcome<bool>>
{
    public async Task<Outcome<bool>> Handle(WriteKey request, CancellationToken cancellationToken)
    {
        var over = 0UL;
        // Looked at before the session, as Consul does: within the delay also a dead session gets false.
        if (request.Verb == KeyVerb.Lock && delays.Find(request.Key) is { } delay)
        {
            if (!delay.IsOver) return false;
            over = delay.Mark;
        }
        return await log.ProposeAsync(
            new WriteKeyEntry(request.Verb, request.Key, request.Value, request.Flags, request.Index, request.Session, over, origins.Of(request.Author)), cancellationToken);
    }
}

/// <param name="OverDelay">Mark of the lock delay that was over for the proposer; 0 when there was none.</param>
/// <param name="Origin">For the history of the key; null keeps none.</param>
public sealed record WriteKeyEntry(KeyVerb Verb, string Key, byte[] Value, ulong Flags, ulong Index, string Session, ulong OverDelay, KeyOrigin? Origin = null) : ReplicatedEntry<bool>;

internal sealed class WriteKeyApplier(KeyWriter writer, IStateIndex indexes) : IApplier<WriteKeyEntry, bool>
{
    public ValueTask<Outcome<bool>> ApplyAsync(WriteKeyEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var changed = new StateChanges();
        var written = writer.Write(entry, indexes.Next(), changed);
        changed.Tell(changes);
        return ValueTask.FromResult(written);
    }
}
