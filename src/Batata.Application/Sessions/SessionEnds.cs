using Batata.Application.KeyValue;
using Batata.Application.Watches;
using Batata.Domain.Sessions;

namespace Batata.Application.Sessions;

/// <summary>The one way in which a session ends. Protocol source: Consul <c>deleteSessionTxn</c>.</summary>
internal sealed class SessionEnds(ISessionRepository sessions, KeyWriter keys) : ISessionEnds
{
    public void OfNode(string node, ulong index, StateChanges changes)
    {
        foreach (var session in sessions.FindOfNode(node)) End(session, index, changes);
    }

    public void OfCheck(string node, string checkId, ulong index, StateChanges changes)
    {
        foreach (var session in sessions.FindOfCheck(node, checkId)) End(session, index, changes);
    }

    /// <summary>What it holds is freed or deleted, and cannot be acquired until its lock delay is over.</summary>
    public void End(Session session, ulong index, StateChanges changes)
    {
        sessions.Remove(session, index);
        keys.EndHolds(session, index, changes);
        Tell(session, null, changes);
    }

    /// <param name="made">Null: it ended.</param>
    public static void Tell(Session session, Session? made, StateChanges changes)
    {
        changes.Add(new SessionChanged(session.Id, made));
        changes.Add(WatchTopic.Sessions);
        changes.Add(WatchTopic.Session(session.Id));
        changes.Add(WatchTopic.SessionsOfNode(session.Node));
    }
}
