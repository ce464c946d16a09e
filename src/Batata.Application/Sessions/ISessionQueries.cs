using Batata.Domain.Sessions;

namespace Batata.Application.Sessions;

/// <summary>Reads of sessions from the last commit, in the order of their ids. The index is that of all sessions.</summary>
public interface ISessionQueries
{
    ValueTask<(Session? Session, ulong Index)> FindAsync(string id, CancellationToken cancellationToken);

    ValueTask<(IReadOnlyList<Session> Sessions, ulong Index)> ListAsync(CancellationToken cancellationToken);

    /// <param name="node">In any case.</param>
    ValueTask<(IReadOnlyList<Session> Sessions, ulong Index)> OfNodeAsync(string node, CancellationToken cancellationToken);
}
