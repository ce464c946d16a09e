using Batata.Application.Abstractions;
using Batata.Domain.Shared;

namespace Batata.Application.Snapshots;

/// <summary>A piece of a dump on its way into the state. The first piece of a restore forgets what another one left behind.</summary>
/// <param name="RestoreId">New for every restore.</param>
/// <param name="Part">From 0.</param>
/// <param name="Content">Of the dump, compressed with gzip as a whole.</param>
public sealed record StageSnapshotPartEntry(string RestoreId, int Part, byte[] Content) : ReplicatedEntry<bool>;

/// <summary>All pieces are there: the state becomes what they say, or stays as it is.</summary>
/// <param name="Hash">SHA-256 of the dump.</param>
public sealed record RestoreConsulStateEntry(string RestoreId, int Parts, byte[] Hash) : ReplicatedEntry<bool>;

/// <summary>For the applying thread.</summary>
public interface IConsulStateStore
{
    void Stage(string restoreId, int part, byte[] content);

    /// <returns>Why it is refused; null when it is done.</returns>
    string? Restore(string restoreId, int parts, byte[] hash);
}

internal sealed class StageSnapshotPartApplier(IConsulStateStore store) : IApplier<StageSnapshotPartEntry, bool>
{
    public ValueTask<Outcome<bool>> ApplyAsync(StageSnapshotPartEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        store.Stage(entry.RestoreId, entry.Part, entry.Content);
        return new(true);
    }
}

/// <remarks>Tells nobody what changed: after this entry everything is read anew, as after a snapshot of the log.</remarks>
internal sealed class RestoreConsulStateApplier(IConsulStateStore store) : IApplier<RestoreConsulStateEntry, bool>
{
    public ValueTask<Outcome<bool>> ApplyAsync(RestoreConsulStateEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        store.Restore(entry.RestoreId, entry.Parts, entry.Hash) is { } refused ? new(SnapshotFailures.Refused(refused)) : new(true);
}
