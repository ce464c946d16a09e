using Batata.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Persistence;

public sealed class StateCheckpointerTests : IDisposable
{
    private const int PageBytes = 4096 + 24;

    private static readonly Sql Insert = new("INSERT INTO t (x) VALUES (?)");

    private readonly TemporaryFolder _folder = new();
    private readonly StateSession _writer;

    public StateCheckpointerTests()
    {
        _writer = StateSession.Open(StateFile, SqliteOpenMode.ReadWriteCreate);
        _writer.BecomeWriter();
        _writer.Execute("CREATE TABLE t (x TEXT)");
    }

    private string StateFile => _folder.File("state.db");

    private long LogBytes => new FileInfo(StateFile + "-wal").Length;

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void AfterCommit_OfLittle_LeavesTheFileAlone()
    {
        using var checkpointer = new StateCheckpointer(StateFile, NullLogger.Instance) { PagesBetweenRuns = 100, LongPages = 400 };
        var before = new FileInfo(StateFile).Length;
        Write(checkpointer, 20);
        checkpointer.Finish();
        Assert.Equal(before, new FileInfo(StateFile).Length);
    }

    [Fact]
    public async Task AfterCommit_UnderWritesAndReads_BoundsTheLog()
    {
        using var checkpointer = new StateCheckpointer(StateFile, NullLogger.Instance) { PagesBetweenRuns = 100, LongPages = 400 };
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            using var reader = StateSession.OpenReader(StateFile);
            while (!stop.IsCancellationRequested) reader.Scalar("SELECT max(rowid) FROM t");
        });
        Write(checkpointer, 5_000);
        await stop.CancelAsync();
        await reading;
        checkpointer.Finish();
        // Up to the length that calls the writer in, as much again while a run is under way, and a share for reads that hold it open.
        Assert.InRange(LogBytes, 100 * PageBytes, 4 * 400 * PageBytes);
        Assert.True(new FileInfo(StateFile).Length > 4_000 * 4096L, "what was written must be in the file");
    }

    [Fact]
    public void AfterCommit_WhileALongReadHoldsTheLog_GoesOn()
    {
        using var checkpointer = new StateCheckpointer(StateFile, NullLogger.Instance) { PagesBetweenRuns = 100, LongPages = 400 };
        long held;
        using (var reader = StateSession.OpenReader(StateFile))
        using (reader.BeginSnapshot())
        {
            Assert.Equal(0L, reader.Scalar("SELECT count(*) FROM t"));
            Write(checkpointer, 1_000);
            held = LogBytes;
            Assert.True(held > 1_000 * PageBytes, "nothing may be taken from under a reader");
            Assert.Equal(0L, reader.Scalar("SELECT count(*) FROM t"));
        }
        Write(checkpointer, 1_000);
        checkpointer.Finish();
        Assert.True(LogBytes < held * 1.7, "the log must have started again after the read");
        Assert.Equal(2_000L, _writer.Scalar("SELECT count(*) FROM t"));
    }

    private void Write(StateCheckpointer checkpointer, int rows)
    {
        var text = new string('x', 4_000);
        for (var row = 0; row < rows; row++)
        {
            _writer.Prepare(Insert).Bind(1, text).Run();
            checkpointer.AfterCommit(_writer);
        }
    }
}
