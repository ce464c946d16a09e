using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Tests.Persistence;

/// <summary>The state of a snapshot takes the place of the one there is.</summary>
public sealed class StateReplaceTests : StateFileTests
{
    [Fact]
    public async Task ReplaceWith_Backup_BringsItsRowsAndIndex()
    {
        using var database = Open();
        Apply(database, 5, "a");
        Assert.Equal(5, database.BackupTo(Folder.File("snapshot")));
        Assert.False(File.Exists(Folder.File("snapshot-wal")));
        Apply(database, 6, "b");
        database.ReplaceWith(Folder.File("snapshot"));
        Assert.Equal(5, database.AppliedIndex);
        Assert.Equal(1, await CountAsync(database));
        Apply(database, 6, "c");
        Assert.Equal(2, await CountAsync(database));
        Assert.True(File.Exists(Folder.File("snapshot")));
    }

    [Fact]
    public async Task ReplaceWith_WhileReadersAreActive_NeverMixesStates()
    {
        using var database = Open();
        Apply(database, 1, "a");
        database.BackupTo(Folder.File("one"));
        Apply(database, 2, "b");
        database.BackupTo(Folder.File("two"));
        using var stop = new CancellationTokenSource();
        var reads = 0;
        var readers = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var (rows, index) = await database.ReadAsync(
                    static (session, _) =>
                    {
                        using var snapshot = session.BeginSnapshot();
                        return ((long)session.Scalar("SELECT count(*) FROM tenant_info")!, (long)session.Scalar("SELECT value FROM applied_index")!);
                    },
                    CancellationToken.None);
                Assert.Equal(index, rows);
                Interlocked.Increment(ref reads);
            }
        })).ToArray();
        for (var round = 0; round < 20; round++)
        {
            var seen = Volatile.Read(ref reads);
            database.ReplaceWith(Folder.File(round % 2 == 0 ? "one" : "two"));
            Apply(database, database.AppliedIndex + 1, $"round{round}");
            SpinWait.SpinUntil(() => Volatile.Read(ref reads) > seen + 20 || readers.Any(r => r.IsFaulted));
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task ReplaceWith_DamagedCopy_IsRefusedAndKeepsTheState()
    {
        using var database = Open();
        Apply(database, 1, "a");
        await File.WriteAllTextAsync(Folder.File("bad"), new string('x', 10_000));
        var refused = Assert.Throws<StateDatabaseException>(() => database.ReplaceWith(Folder.File("bad")));
        Assert.Contains(Folder.File("bad"), refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(database));
        Apply(database, 2, "b");
    }

    [Fact]
    public async Task ReplaceWith_WhileAnotherProcessHasTheFileOpen_IsRefusedAndKeepsTheState()
    {
        using var database = Open();
        Apply(database, 1, "a");
        database.BackupTo(Folder.File("snapshot"));
        Apply(database, 2, "b");
        database.Writer.Execute("PRAGMA busy_timeout = 50");
        using (var other = StateSession.OpenReader(StateFile))
        {
            other.Scalar("SELECT count(*) FROM tenant_info");
            Assert.Throws<StateDatabaseException>(() => database.ReplaceWith(Folder.File("snapshot")));
        }
        Assert.Equal(2, await CountAsync(database));
        Apply(database, 3, "c");
        Assert.Equal(3, await CountAsync(database));
        database.ReplaceWith(Folder.File("snapshot"));
        Assert.Equal(1, await CountAsync(database));
    }
}
