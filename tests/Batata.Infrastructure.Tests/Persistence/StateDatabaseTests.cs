using Batata.Application.Abstractions;
using Batata.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Persistence;

public sealed class StateDatabaseTests : IDisposable
{
    private static readonly Sql Insert = new("INSERT INTO tenant_info (kp, tenant_id, gmt_create, gmt_modified) VALUES ('1', ?, 0, 0)");

    private readonly TemporaryFolder _folder = new();

    private string StateFile => _folder.File("state/batata.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WithoutFile_IsEmptyAtIndexZero()
    {
        using var database = Open();
        Assert.Equal(0, database.AppliedIndex);
        Assert.Equal("wal", database.Writer.Scalar("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Commit_WithRows_IsSeenByReadersAndAfterReopening()
    {
        using (var database = Open())
        {
            Apply(database, 7, "a", "b");
            Assert.Equal(2, await CountAsync(database));
        }
        using var reopened = Open();
        Assert.Equal(7, reopened.AppliedIndex);
        Assert.Equal(2, await CountAsync(reopened));
    }

    [Fact]
    public async Task Rollback_AfterRows_KeepsThePreviousBatch()
    {
        using var database = Open();
        Apply(database, 1, "a");
        database.Begin();
        Write(database, "b");
        database.Rollback();
        database.Rollback();
        Assert.Equal(1, database.AppliedIndex);
        Assert.Equal(1, await CountAsync(database));
        Apply(database, 2, "c");
        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public async Task Read_WhileABatchIsOpen_SeesTheLastCommit()
    {
        using var database = Open();
        Apply(database, 1, "a");
        database.Begin();
        Write(database, "b");
        Assert.Equal(1, await CountAsync(database));
        database.Commit(2);
        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public async Task BeginSnapshot_WhileCommitsGoOn_SeesOneMoment()
    {
        using var database = Open();
        Apply(database, 1, "a");
        var (before, after) = await database.ReadAsync(
            (session, _) =>
            {
                using var snapshot = session.BeginSnapshot();
                var first = session.Scalar("SELECT count(*) FROM tenant_info");
                Apply(database, 2, "b");
                return (first, session.Scalar("SELECT count(*) FROM tenant_info"));
            },
            CancellationToken.None);
        Assert.Equal(before, after);
        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public void Open_AfterFilesWereCopiedInMidBatch_HasTheLastCommitOnly()
    {
        // What a killed process leaves is what the files hold at that moment.
        using var database = Open();
        for (var index = 1; index <= 50; index++)
        {
            Apply(database, index, $"row{index}");
            database.Begin();
            Write(database, "lost");
            var crashed = CopyFiles($"crash{index}.db");
            database.Rollback();
            using var reopened = StateDatabase.Open(crashed, NullLogger.Instance);
            Assert.Equal(index, reopened.AppliedIndex);
            Assert.Equal((long)index, reopened.Writer.Scalar("SELECT count(*) FROM tenant_info"));
        }
    }

    [Fact]
    public void Open_AfterTheLogWasCutAnywhere_HasRowsAndIndexOfOneCommit()
    {
        using var database = Open();
        for (var index = 1; index <= 20; index++) Apply(database, index, $"row{index}");
        var length = new FileInfo(StateFile + "-wal").Length;
        var indexes = new HashSet<long>();
        for (var cut = 0L; cut <= length; cut += 1 + (length / 97))
        {
            var crashed = CopyFiles($"cut{cut}.db");
            using (var wal = File.OpenWrite(crashed + "-wal")) wal.SetLength(cut);
            using var reopened = StateDatabase.Open(crashed, NullLogger.Instance);
            Assert.Equal(reopened.AppliedIndex, reopened.Writer.Scalar("SELECT count(*) FROM tenant_info"));
            indexes.Add(reopened.AppliedIndex);
        }
        Assert.True(indexes.Count > 5, "the cuts must fall into different commits");
    }

    [Fact]
    public void Checkpoint_AfterCommits_LeavesAllInTheMainFile()
    {
        using var database = Open();
        Apply(database, 3, "a");
        database.Checkpoint();
        var alone = _folder.File("alone.db");
        File.Copy(StateFile, alone);
        using var reopened = StateDatabase.Open(alone, NullLogger.Instance);
        Assert.Equal(3, reopened.AppliedIndex);
    }

    [Fact]
    public async Task Checkpoint_WhileAReaderIsInside_Returns()
    {
        using var database = Open();
        Apply(database, 1, "a");
        database.Writer.Execute("PRAGMA busy_timeout = 50");
        var applied = await database.ReadAsync(
            (session, _) =>
            {
                using var snapshot = session.BeginSnapshot();
                session.Scalar("SELECT count(*) FROM tenant_info");
                Apply(database, 2, "b");
                database.Checkpoint();
                return database.AppliedIndex;
            },
            CancellationToken.None);
        Assert.Equal(2, applied);
    }

    [Fact]
    public async Task ReplaceWith_Backup_BringsItsRowsAndIndex()
    {
        using var database = Open();
        Apply(database, 5, "a");
        Assert.Equal(5, database.BackupTo(_folder.File("snapshot")));
        Assert.False(File.Exists(_folder.File("snapshot-wal")));
        Apply(database, 6, "b");
        database.ReplaceWith(_folder.File("snapshot"));
        Assert.Equal(5, database.AppliedIndex);
        Assert.Equal(1, await CountAsync(database));
        Apply(database, 6, "c");
        Assert.Equal(2, await CountAsync(database));
        Assert.True(File.Exists(_folder.File("snapshot")));
    }

    [Fact]
    public async Task ReplaceWith_WhileReadersAreActive_NeverMixesStates()
    {
        using var database = Open();
        Apply(database, 1, "a");
        database.BackupTo(_folder.File("one"));
        Apply(database, 2, "b");
        database.BackupTo(_folder.File("two"));
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
            database.ReplaceWith(_folder.File(round % 2 == 0 ? "one" : "two"));
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
        await File.WriteAllTextAsync(_folder.File("bad"), new string('x', 10_000));
        var refused = Assert.Throws<StateDatabaseException>(() => database.ReplaceWith(_folder.File("bad")));
        Assert.Contains(_folder.File("bad"), refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(database));
        Apply(database, 2, "b");
    }

    [Fact]
    public void Open_OverwrittenPages_IsRefusedByName()
    {
        using (var database = Open())
        {
            for (var index = 1; index <= 300; index++) Apply(database, index, $"row{index}-{new string('x', 100)}");
        }
        using (var file = File.OpenWrite(StateFile))
        {
            file.Position = 4096 * 3;
            file.Write(new byte[(int)file.Length - (4096 * 4)]);
        }
        AssertRefused(StateFile);
    }

    [Fact]
    public void Open_FileThatIsCutShort_IsRefusedByName()
    {
        using (var database = Open())
        {
            for (var index = 1; index <= 300; index++) Apply(database, index, $"row{index}-{new string('x', 100)}");
        }
        using (var file = File.OpenWrite(StateFile)) file.SetLength(file.Length - (4096 * 3));
        AssertRefused(StateFile);
    }

    [Fact]
    public void Open_TextFile_IsRefusedByName()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StateFile)!);
        File.WriteAllText(StateFile, new string('x', 5000));
        AssertRefused(StateFile);
    }

    [Theory]
    [InlineData("PRAGMA user_version = 1000; UPDATE schema_reader SET value = 1000", "newer")]
    [InlineData("PRAGMA application_id = 7", "not a state database")]
    public void Open_FileOfSomebodyElse_IsRefusedAndUnchanged(string change, string expected)
    {
        using (var database = Open()) database.Writer.Execute(change);
        var before = File.ReadAllBytes(StateFile);
        Assert.Contains(expected, AssertRefused(StateFile), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(StateFile));
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndUnchanged()
    {
        var file = _folder.File("other.db");
        using (var other = StateSession.Open(file, SqliteOpenMode.ReadWriteCreate)) other.Execute("CREATE TABLE their_own (x)");
        var before = File.ReadAllBytes(file);
        var refused = Assert.Throws<StateDatabaseException>(() => StateDatabase.Open(file, NullLogger.Instance));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.False(File.Exists(file + "-wal"));
    }

    [Fact]
    public async Task ReplaceWith_WhileAnotherProcessHasTheFileOpen_IsRefusedAndKeepsTheState()
    {
        using var database = Open();
        Apply(database, 1, "a");
        database.BackupTo(_folder.File("snapshot"));
        Apply(database, 2, "b");
        database.Writer.Execute("PRAGMA busy_timeout = 50");
        using (var other = StateSession.OpenReader(StateFile))
        {
            other.Scalar("SELECT count(*) FROM tenant_info");
            Assert.Throws<StateDatabaseException>(() => database.ReplaceWith(_folder.File("snapshot")));
        }
        Assert.Equal(2, await CountAsync(database));
        Apply(database, 3, "c");
        Assert.Equal(3, await CountAsync(database));
        database.ReplaceWith(_folder.File("snapshot"));
        Assert.Equal(1, await CountAsync(database));
    }

    [Fact]
    public async Task Write_WhenTheDiskIsFull_CanBeRolledBackAndGoneOnWith()
    {
        using var database = Open();
        Apply(database, 1, "a");
        var pages = (long)database.Writer.Scalar("PRAGMA page_count")!;
        database.Writer.Execute($"PRAGMA max_page_count = {pages + 5}");
        database.Begin();
        Write(database, "b");
        var full = Assert.Throws<SqliteException>(() => Write(database, new string('x', 1_000_000)));
        Assert.Equal(SQLitePCL.raw.SQLITE_FULL, full.SqliteErrorCode);
        database.Rollback();
        Assert.Equal(1, database.AppliedIndex);
        Assert.Equal(1, await CountAsync(database));
        Apply(database, 2, "c");
        Assert.Equal(2, await CountAsync(database));
    }

    [Fact]
    public async Task ReadAsync_WhileScansTakeAllTheirPlaces_DoesNotWait()
    {
        using var database = Open();
        using var end = new CancellationTokenSource();
        var started = 0;
        var scans = Enumerable.Range(0, 20 * Environment.ProcessorCount).Select(_ => Task.Run(() => database.ScanAsync(
            (session, _) =>
            {
                Interlocked.Increment(ref started);
                return session.Scalar("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
            },
            end.Token).AsTask())).ToArray();
        SpinWait.SpinUntil(() => Volatile.Read(ref started) > 0);
        for (var round = 0; round < 20; round++) Assert.Equal(0, await CountAsync(database));
        Assert.All(scans, static scan => Assert.False(scan.IsCompleted));
        await end.CancelAsync();
        foreach (var scan in scans) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan);
    }

    [Fact]
    public async Task ReadAsync_BesideCancelledReads_IsNotInterrupted()
    {
        using var database = Open();
        Apply(database, 1, "a");
        var cancelled = 0;
        var reads = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var round = 0; round < 300; round++)
            {
                if (worker % 2 == 0)
                {
                    Assert.Equal(1, await CountAsync(database));
                    continue;
                }
                using var cancel = new CancellationTokenSource();
                var read = database.ReadAsync(
                    (session, _) =>
                    {
                        ThreadPool.UnsafeQueueUserWorkItem(static c => ((CancellationTokenSource)c!).Cancel(), cancel);
                        return session.Scalar("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) SELECT max(i) FROM n");
                    },
                    cancel.Token);
                try
                {
                    await read;
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                }
                SpinWait.SpinUntil(() => cancel.IsCancellationRequested);
            }
        })).ToArray();
        await Task.WhenAll(reads);
        Assert.True(cancelled > 0, "some must have been interrupted");
    }

    [Fact]
    public async Task ReadAsync_WithCancelledToken_InterruptsTheStatement()
    {
        using var database = Open();
        using var cancel = new CancellationTokenSource();
        var read = Task.Run(() => database.ReadAsync(
            (session, _) =>
            {
                cancel.CancelAfter(20);
                return session.Scalar("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
            },
            cancel.Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(0, await CountAsync(database));
    }

    [Fact]
    public async Task ReadAsync_ThatWrites_IsRefused()
    {
        using var database = Open();
        await Assert.ThrowsAsync<SqliteException>(() => database.ReadAsync((session, _) => session.Scalar("DELETE FROM applied_index"), CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task ReadAsync_AfterDispose_IsUnavailable()
    {
        var database = Open();
        database.Dispose();
        await Assert.ThrowsAsync<UnavailableException>(() => CountAsync(database).AsTask());
    }

    [Fact]
    public void Holder_BeforeOpening_SaysSo()
    {
        using var holder = new StateDatabaseHolder();
        Assert.Throws<UnavailableException>(() => holder.Database);
    }

    private static string AssertRefused(string file)
    {
        var refused = Assert.Throws<StateDatabaseException>(() => StateDatabase.Open(file, NullLogger.Instance));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        return refused.Message;
    }

    private StateDatabase Open() => StateDatabase.Open(StateFile, NullLogger.Instance);

    private string CopyFiles(string name)
    {
        var copy = _folder.File(name);
        File.Copy(StateFile, copy);
        File.Copy(StateFile + "-wal", copy + "-wal");
        return copy;
    }

    private static void Apply(StateDatabase database, long index, params string[] rows)
    {
        database.Begin();
        foreach (var row in rows) Write(database, row);
        database.Commit(index);
    }

    private static void Write(StateDatabase database, string row) => database.Writer.Prepare(Insert).Bind(1, row).Run();

    private static ValueTask<long> CountAsync(StateDatabase database) =>
        database.ReadAsync(static (session, _) => (long)session.Scalar("SELECT count(*) FROM tenant_info")!, CancellationToken.None);
}
