using Batata.Application.Abstractions;
using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Domain.Sessions;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Sessions;

/// <summary>Makes a session on a node of the catalog.</summary>
/// <param name="Session">Its id and indexes are not looked at.</param>
public sealed record CreateSession(Session Session) : IRequest<Outcome<Session>>;

internal sealed class CreateSessionHandler(IReplicatedLog log) : IRequestHandler<CreateSession, Outcome<Session>>
{
    public Task<Outcome<Session>> Handle(CreateSession request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new CreateSessionEntry(request.Session with { Id = Guid.NewGuid().ToString(), CreateIndex = 0, ModifyIndex = 0 }), cancellationToken);
}

/// <param name="Session">Without indexes.</param>
public sealed record CreateSessionEntry(Session Session) : ReplicatedEntry<Session>;

/// <summary>Protocol source: Consul <c>sessionCreateTxn</c>: its node and all its checks must be there, and none critical.</summary>
internal sealed class CreateSessionApplier(ISessionRepository sessions, ICatalogState catalog, IStateIndex indexes) : IApplier<CreateSessionEntry, Session>
{
    public ValueTask<Outcome<Session>> ApplyAsync(CreateSessionEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var index = indexes.Next();
        var session = entry.Session with { CreateIndex = index, ModifyIndex = index };
        if (Refuse(session) is { } refused) return new(refused);
        sessions.Add(session);
        var changed = new StateChanges();
        SessionEnds.Tell(session, session, changed);
        changed.Tell(changes);
        return new(session);
    }

    private Failure? Refuse(Session session)
    {
        if (catalog.FindNode(session.Node) is null) return SessionFailures.MissingNode;
        foreach (var id in session.CheckIds)
        {
            if (catalog.FindCheck(session.Node, id) is not { } check) return SessionFailures.MissingCheck(id);
            if (check.Status == CheckStatus.Critical) return SessionFailures.CriticalCheck(id);
        }
        return null;
    }
}
