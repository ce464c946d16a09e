using Batata.Application.Abstractions;
using Microsoft.Data.Sqlite;

namespace Batata.Infrastructure.Tests.Persistence;

/// <summary>Reads beside scans, cancelled reads and the end of the database.</summary>
public sealed class StateReadTests : StateFileTests
{
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
}
