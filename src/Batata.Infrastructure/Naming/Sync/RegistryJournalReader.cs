using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>The changes that wait for one follower.</summary>
internal sealed class RegistryJournalReader(RegistryJournal journal) : IDisposable
{
    /// <summary>Guarded by the journal.</summary>
    internal Dictionary<(RegistryClient Client, ServiceKey Service), OwnedRecord> Changed { get; set; } = [];

    public AsyncSignal Signal { get; } = new();

    public JournalPart Take() => journal.Take(this);

    public void Dispose() => journal.Close(this); // the signal is left to the collector: a writer may be about to set it
}

/// <param name="Digest">Of everything, these changes included and no later ones.</param>
/// <param name="IsLast">The node stops, and nothing more will come.</param>
internal readonly record struct JournalPart(IReadOnlyCollection<OwnedRecord> Records, RegistryDigest Digest, bool IsLast);
