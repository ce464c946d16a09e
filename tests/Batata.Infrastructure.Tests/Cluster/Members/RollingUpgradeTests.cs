using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;
using Microsoft.Extensions.DependencyInjection;

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
