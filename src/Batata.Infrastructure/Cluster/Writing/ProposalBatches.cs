namespace Batata.Infrastructure.Cluster.Writing;

/// <summary>
/// Proposals that come while others are on their way go into the log together, as one entry. DotNext asks a price for each entry (a place in its
/// metadata, of which 64 make a file; locks; a waiter), and one transaction with many records costs a fraction of as many transactions. A proposal
/// that comes alone goes at once. Safe for any thread.
/// </summary>
internal sealed class ProposalBatches(IBatchWriter writer)
{
    private const int MaxRecords = 1024;

    /// <summary>A batch ends with the record that reaches it, so that a log page holds many of them.</summary>
    private const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<Proposal> _queue = new();
    private bool _sending;

    /// <summary>From here on the slot is answered, whatever happens.</summary>
    public void Add(Proposal proposal)
    {
        lock (_gate)
        {
            _queue.Enqueue(proposal);
            if (_sending) return;
            _sending = true;
        }
        _ = SendAsync(); // never faults
    }

    private async Task SendAsync()
    {
        while (Take() is { } batch) await writer.WriteAsync(batch);
    }

    private Proposal[]? Take()
    {
        lock (_gate)
        {
            if (_queue.Count == 0)
            {
                _sending = false;
                return null;
            }
            var batch = new List<Proposal>(_queue.Count);
            for (var bytes = 0; bytes < MaxBytes && batch.Count < MaxRecords && _queue.TryDequeue(out var next); bytes += next.Record.Length) batch.Add(next);
            return [.. batch];
        }
    }
}
