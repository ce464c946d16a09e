using Batata.Infrastructure.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Persistence;

/// <summary>A folder with a file of the state, and rows to write and count in it.</summary>
public abstract class StateFileTests : IDisposable
{
    private static readonly Sql Insert = new("INSERT INTO tenant_info (kp, tenant_id, gmt_create, gmt_modified) VALUES ('1', ?, 0, 0)");

    private protected TemporaryFolder Folder { get; } = new();

    private protected string StateFile => Folder.File("state/batata.db");

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected StateDatabase Open() => StateDatabase.Open(StateFile, NullLogger.Instance);

    private protected string CopyFiles(string name)
    {
        var copy = Folder.File(name);
        File.Copy(StateFile, copy);
        File.Copy(StateFile + "-wal", copy + "-wal");
        return copy;
    }

    private protected static void Apply(StateDatabase database, long index, params string[] rows)
    {
        database.Begin();
        foreach (var row in rows) Write(database, row);
        database.Commit(index);
    }

    private protected static void Write(StateDatabase database, string row) => database.Writer.Prepare(Insert).Bind(1, row).Run();

    private protected static ValueTask<long> CountAsync(StateDatabase database) =>
        database.ReadAsync(static (session, _) => (long)session.Scalar("SELECT count(*) FROM tenant_info")!, CancellationToken.None);
}
