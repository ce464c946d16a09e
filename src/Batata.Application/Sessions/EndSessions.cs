using Batata.Application.Abstractions;
using Batata.Application.Watches;
using Batata.Domain.Sessions;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Sessions;

/// <summary>Ends sessions: somebody destroyed them, or nobody renewed them. One that is not there is no failure.</summary>
/// <returns>How many there were.</returns>
public sealed record EndSessions(IReadOnlyList<string> Ids) : IRequest<Outcome<int>>;

internal sealed class EndSessionsHandler(IReplicatedLog log) : IRequestHandler<EndSessions, Outcome<int>>
{
    public Task<Outcome<int>> Handle(EndSessions request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new EndSessionsEntry(request.Ids), cancellationToken);
}

public sealed record EndSessionsEntry(IReadOnlyList<string> Ids) : ReplicatedEntry<int>;

internal sealed class EndSessionsApplier(ISessionRepository sessions, SessionEnds ends, IStateIndex indexes) : IApplier<EndSessionsEntry, int>
{
    public ValueTask<Outcome<int>> ApplyAsync(EndSessionsEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var index = indexes.Next();
        var changed = new StateChanges();
        var ended = 0;
        foreach (var id in entry.Ids)
        {
            if (sessions.Find(id) is not { } session) continue;
            ends.End(session, index, changed);
            ended++;
        }
        changed.Tell(changes);
        return new(ended);
    }
}
