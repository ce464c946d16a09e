using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Cluster.Members;

/// <summary>Three nodes of which each is a release of its own for a while: what one of them could not read is not written.</summary>
public sealed class RollingUpgradeTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly Seat[] _seats;

    public RollingUpgradeTests() => _seats = [.. Enumerable.Range(0, 3).Select(i => new Seat(_folder.File($"data{i}")))];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var seat in _seats) await seat.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Feature_WaitsForTheLastNode_AndThenStays()
    {
        await Task.WhenAll(StartAsync(0, Releases.Later), StartAsync(1, Releases.Later), StartAsync(2, Releases.Earlier));

        // Two of three could commit it, and the third would stop for good.
        await RefusedAsync($"{_seats[2].Address} (level 0)");
        Assert.True((await _seats[2].Node.PublishAsync("a", "v")).Ok);
        await _seats[2].StopAsync();
        await RefusedAsync($"{_seats[2].Address} (does not answer)");
        Assert.All(_seats[..2], static seat => Assert.Equal(0, seat.Levels.Reached));

        await StartAsync(2, Releases.Later);
        foreach (var seat in _seats)
        {
            await Wait.UntilAsync(() => seat.Levels.Reached == 1, "the level to be reached", Patience);
            Assert.True((await seat.Node.Replicated.ProposeAsync(Releases.Feature, default)).Ok);
        }

        await _seats[1].StopAsync();
        var refused = await Assert.ThrowsAsync<DataFolderException>(() => StartAsync(1, Releases.Modest));
        Assert.Contains("feature level 1", refused.Message, StringComparison.Ordinal);
        await StartAsync(1, Releases.Later);
        Assert.Equal(1, _seats[1].Levels.Reached);
    }

    /// <summary>The node of the release before lags so far that it gets a snapshot, which a newer one made; and the three serve all the time.</summary>
    [Fact]
    public async Task Schema_IsBroughtUpNodeByNode_AndWhatOlderNodesCannotReadWaitsForTheLast()
    {
        await Task.WhenAll(StartAsync(0, Releases.Earlier), StartAsync(1, Releases.Earlier), StartAsync(2, Releases.Earlier));
        await PublishAsync("a");
        foreach (var seat in (int[])[0, 1])
        {
            await _seats[seat].StopAsync();
            await PublishAsync($"without {seat}");
            await StartAsync(seat, Releases.LaterWithSchema);
        }
        await _seats[2].StopAsync();
        await PublishAsync("b");
        foreach (var seat in _seats[..2]) await seat.Node.Get<RaftNode>().TakeSnapshotAsync(CancellationToken.None); // the log forgets what is in it

        await StartAsync(2, Releases.Earlier);
        Assert.Equal(_seats[0].Node.Md5Of("b"), _seats[2].Node.Md5Of("b"));
        Assert.True(await HasTableAsync(2, "later_notes")); // so it came with a snapshot of the later release
        Assert.True((await _seats[2].Node.PublishAsync("by the older", "v")).Ok);
        Assert.All(await Task.WhenAll(TableAsync("tenants_of_later"), TableAsync("last_notes")), static there => Assert.Equal([false, false, false], there));

        await _seats[2].StopAsync();
        await PublishAsync("c");
        await StartAsync(2, Releases.LaterWithSchema);
        foreach (var seat in _seats) await Wait.UntilAsync(() => seat.Levels.Reached == 1, "the level to be reached", Patience);
        Assert.All(await Task.WhenAll(TableAsync("later_notes"), TableAsync("tenants_of_later"), TableAsync("last_notes")), static there => Assert.Equal([true, true, true], there));
        foreach (var seat in _seats) Assert.True((await seat.Node.PublishAsync($"by {seat.Address}", "v")).Ok);

        // And a snapshot of that is nothing for the release before, which says so and does not run on something else.
        var file = _folder.File("copy.db");
        _seats[0].Node.Database.BackupTo(file);
        var refused = Assert.Throws<StateDatabaseException>(() => StateDatabase.Open(file, NullLogger.Instance));
        Assert.Contains("Start that version instead", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>By any that runs, which two of three always do.</summary>
    private async Task PublishAsync(string dataId)
    {
        await Wait.UntilAsync(
            async () =>
            {
                foreach (var seat in _seats.Where(static seat => seat.Runs))
                {
                    if ((await seat.Node.PublishAsync(dataId, "v")).Ok) return true;
                }
                return false;
            },
            $"{dataId} to be written", Patience);
    }

    private Task<bool[]> TableAsync(string name) => Task.WhenAll(Enumerable.Range(0, 3).Select(seat => HasTableAsync(seat, name)));

    private async Task<bool> HasTableAsync(int seat, string name) => await _seats[seat].Node.Database.ReadAsync(
        name, static (session, table, _) => session.Scalar($"SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '{table}'") is not null, CancellationToken.None);

    private async Task StartAsync(int seat, Action<IServiceCollection> release)
    {
        await _seats[seat].StartAsync([.. _seats.Select(static one => one.Address)], release);
        await Wait.UntilAsync(() => _seats[seat].Node.State.NotReadyReason is null, $"node {seat} to be ready", Patience);
    }

    /// <summary>By both that know it, one of which follows.</summary>
    private async Task RefusedAsync(string whoLags)
    {
        foreach (var seat in _seats[..2])
        {
            await Wait.UntilAsync(
                async () =>
                {
                    var outcome = await seat.Node.Replicated.ProposeAsync(Releases.Feature, default);
                    Assert.Equal(ClusterFailures.UpgradePendingCode, outcome.Failure?.Code);
                    return outcome.Failure!.Message.Contains(whoLags, StringComparison.Ordinal);
                },
                $"\"{whoLags}\"", Patience);
        }
    }
}
