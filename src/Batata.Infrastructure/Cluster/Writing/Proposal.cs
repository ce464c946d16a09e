namespace Batata.Infrastructure.Cluster.Writing;

/// <summary>One record on its way into the log.</summary>
/// <param name="Record">From <see cref="Entries.EntryCodec.Encode"/>.</param>
internal readonly record struct Proposal(Guid RequestId, byte[] Record, ApplySlot Slot);

/// <summary>Writes the records of a batch as one entry of the log.</summary>
internal interface IBatchWriter
{
    /// <summary>
    /// Returns when the next batch may go. Every slot is or will be answered: by the state machine, or here. A slot is lost when what became of
    /// the record is not known.
    /// </summary>
    Task WriteAsync(Proposal[] batch);
}

/// <summary>Travels with an entry on the node that wrote it.</summary>
/// <param name="First">Request id of its first record: by it the entry is known.</param>
/// <param name="Slots">One for each record.</param>
internal sealed record OwnEntry(Guid First, ApplySlot[] Slots);
