namespace Batata.Domain.Sessions;

/// <summary>Sessions for the applying thread. What is saved or removed moves the index of sessions. Ids and names are taken in any case.</summary>
public interface ISessionRepository
{
    Session? Find(string id);

    IReadOnlyList<Session> FindOfNode(string node);

    /// <summary>Those that hang on the check.</summary>
    IReadOnlyList<Session> FindOfCheck(string node, string checkId);

    /// <summary>A new one.</summary>
    void Add(Session session);

    void Remove(Session session, ulong index);
}
