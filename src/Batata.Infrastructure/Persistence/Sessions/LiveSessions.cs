using Batata.Application.Sessions;

namespace Batata.Infrastructure.Persistence.Sessions;

/// <summary>Sessions on the writing session of the state.</summary>
internal sealed class LiveSessions(StateDatabaseHolder state) : ILiveSessions
{
    private static readonly Sql Select = new("SELECT 1 FROM consul_session WHERE id = ?1");

    public bool Exists(string id)
    {
        using var row = state.Database.Writer.Prepare(Select).Bind(1, id);
        return row.Step();
    }
}
