using Batata.Application.Abstractions;

namespace Batata.Infrastructure.Persistence;

/// <summary>
/// Where repositories and queries find the state. The replicated log opens it, once the data folder is checked and locked, and then lets
/// the observers read it (<see cref="Feeds.ChangeHub.ResetAll"/>).
/// </summary>
internal sealed class StateDatabaseHolder : IDisposable
{
    private StateDatabase? _database;

    /// <exception cref="UnavailableException">The node is still starting.</exception>
    public StateDatabase Database => Volatile.Read(ref _database) ?? throw new UnavailableException("The state is not open yet.");

    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public void Set(StateDatabase database)
    {
        if (Interlocked.CompareExchange(ref _database, database, null) is not null) throw new InvalidOperationException("The state is open already.");
    }

    public void Dispose() => Volatile.Read(ref _database)?.Dispose();
}
