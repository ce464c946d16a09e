using System.Collections.Concurrent;

namespace Batata.Infrastructure.Cluster.Writing;

/// <summary>
/// Proposals of this node that another one was asked to write. The answer does not come back over the wire: this node applies the same entry
/// and finds here who waits for it, so whoever gets an answer also sees the write here. For any thread.
/// </summary>
internal sealed class AwaitedAnswers
{
    private readonly ConcurrentDictionary<Guid, ApplySlot> _slots = new();

    public bool IsEmpty => _slots.IsEmpty;

    public void Add(Proposal proposal) => _slots[proposal.RequestId] = proposal.Slot;

    /// <returns>False when it was taken already: its entry has been applied.</returns>
    public bool Remove(Proposal proposal) => _slots.TryRemove(proposal.RequestId, out _);

    /// <returns>Who waits for each of them, null where nobody does; null when nobody waits for any.</returns>
    public ApplySlot?[]? Take(List<Guid> requestIds)
    {
        ApplySlot?[]? taken = null;
        for (var i = 0; i < requestIds.Count; i++)
        {
            if (!_slots.TryRemove(requestIds[i], out var slot)) continue;
            taken ??= new ApplySlot?[requestIds.Count];
            taken[i] = slot;
        }
        return taken;
    }

    public void LoseAll()
    {
        foreach (var id in _slots.Keys)
        {
            if (_slots.TryRemove(id, out var slot)) slot.Lose();
        }
    }
}
