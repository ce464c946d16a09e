using Batata.Application.Abstractions;
using Batata.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Persistence;

public sealed class StateDatabaseTests : StateFileTests
{
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
        var alone = Folder.File("alone.db");
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
    public void Holder_BeforeOpening_SaysSo()
    {
        using var holder = new StateDatabaseHolder();
        Assert.Throws<UnavailableException>(() => holder.Database);
    }
}
