using Batata.Domain.Shared;

namespace Batata.Application.Snapshots;

/// <summary>All of Consul's state as one file, and back.</summary>
public interface IConsulSnapshots
{
    /// <summary>Copies one moment of what this node has committed. Neither reads nor writes wait for it.</summary>
    Task<StateDump> TakeAsync(CancellationToken cancellationToken);

    /// <summary>Puts the content of a dump in the place of all of Consul's state, on all nodes at the same place of the log.</summary>
    /// <param name="content">From <see cref="TakeAsync"/>, read once from where it stands.</param>
    /// <returns>Refused when it is no dump, is damaged, or holds what this release does not know; then nothing has changed.</returns>
    Task<Outcome<bool>> RestoreAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>A file for what must be looked at before it is used; gone when it is closed.</summary>
    Stream OpenScratch();
}

/// <param name="Content">From its beginning; gone when it is closed.</param>
/// <param name="Index">Of the state.</param>
public sealed record StateDump(Stream Content, ulong Index) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

public static class SnapshotFailures
{
    public const string RefusedCode = "snapshot.refused";

    public static Failure Refused(string why) => new(FailureKind.Invalid, RefusedCode, why);
}
