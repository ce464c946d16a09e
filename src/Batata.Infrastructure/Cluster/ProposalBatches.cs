using Batata.Infrastructure.Cluster.Entries;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// Proposals that come while others are on their way go into the log together, as one entry. DotNext asks a price for each entry (a place in its
/// metadata, of which 64 make a file; locks; a waiter), and one transaction with many records costs a fraction of as many transactions. A proposal
/// that comes alone goes at once. Safe for any thread.
/// </summary>
internal sealed partial class ProposalBatches(RaftNode node, ILogger logger)
{
    private const int MaxRecords = 1024;

    /// <summary>A batch ends with the record that reaches it, so that a log page holds many of them.</summary>
    private const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<(byte[] Record, ApplySlot Slot)> _queue = new();
    private bool _sending;

    /// <summary>From here on the slot is answered, whatever happens.</summary>
    /// <param name="record">From <see cref="EntryCodec.Encode"/>.</param>
    public void Add(byte[] record, ApplySlot slot)
    {
        lock (_gate)
        {
            _queue.Enqueue((record, slot));
            if (_sending) return;
            _sending = true;
        }
        _ = SendAsync(); // never faults
    }

    private async Task SendAsync()
    {
        while (Take() is var (records, slots))
        {
            try
            {
                var cluster = node.Cluster ?? throw new ObjectDisposedException(nameof(RaftNode));
                var entry = new BinaryLogEntry { Term = cluster.Term, Content = EntryCodec.Join(records), Context = slots };
                await cluster.ReplicateAsync(entry, CancellationToken.None); // each proposer has its own token: it ends a wait, not the write
            }
#pragma warning disable CA1031 // Whatever it is, the proposers must hear of it: the entry may be in the log or not.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (Array.TrueForAll(slots, static slot => slot.IsAnswered)) continue; // applied, and then the node stopped
                LogOutcomeUnknown(records.Count, e);
                foreach (var slot in slots) slot.Lose();
            }
        }
    }

    private (List<byte[]> Records, ApplySlot[] Slots)? Take()
    {
        lock (_gate)
        {
            if (_queue.Count == 0)
            {
                _sending = false;
                return null;
            }
            var records = new List<byte[]>(_queue.Count);
            var slots = new List<ApplySlot>(_queue.Count);
            for (var bytes = 0; bytes < MaxBytes && records.Count < MaxRecords && _queue.TryDequeue(out var next); bytes += next.Record.Length)
            {
                records.Add(next.Record);
                slots.Add(next.Slot);
            }
            return (records, [.. slots]);
        }
    }

    [LoggerMessage(EventId = 1211, Level = LogLevel.Warning, Message = "The outcome of {Count} proposals is unknown")]
    private partial void LogOutcomeUnknown(int count, Exception exception);
}
