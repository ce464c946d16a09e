using Batata.Application.Abstractions;

namespace Batata.Infrastructure.Persistence;

/// <summary>Undoes a part of the transaction that the entries of a batch share. For the applying thread; one inside another is fine.</summary>
internal sealed class StateSavepoints(StateDatabaseHolder state) : ISavepoints
{
    private static readonly Sql Begin = new("SAVEPOINT entry");
    private static readonly Sql Undo = new("ROLLBACK TO entry");
    private static readonly Sql End = new("RELEASE entry");

    public ISavepoint Open()
    {
        state.Database.Writer.Prepare(Begin).Run();
        return new Savepoint(state.Database.Writer);
    }

    private sealed class Savepoint(StateSession session) : ISavepoint
    {
        private bool _kept;

        public void Keep() => _kept = true;

        public void Dispose()
        {
            if (!_kept) session.Prepare(Undo).Run();
            session.Prepare(End).Run();
        }
    }
}
