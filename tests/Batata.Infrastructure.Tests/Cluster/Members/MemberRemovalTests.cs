using Batata.Application.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;

namespace Batata.Infrastructure.Tests.Cluster.Members;

/// <summary>Three nodes, of which one is lost and given up.</summary>
public sealed class MemberRemovalTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly Seat[] _seats;

    public MemberRemovalTests() => _seats = [.. Enumerable.Range(0, 3).Select(i => new Seat(_folder.File($"data{i}")))];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var seat in _seats) await seat.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LostMember_IsTakenOut_AndIsOneAgainWhenItComesBack()
    {
        await Task.WhenAll(_seats.Select(StartAsync));
        var lost = _seats[2].Node.Get<IMembers>().Current.Self.Id;

        var alive = await RemovalOf(0).RemoveAsync(lost, default);
        Assert.False(alive.Ok);
        Assert.Contains("answers", alive.Failure.Message, StringComparison.Ordinal);

        await _seats[2].StopAsync();
        // By a follower as by the leader, whichever these two are; the second finds that it is done.
        foreach (var asked in (int[])[0, 1]) await Wait.UntilAsync(async () => (await RemovalOf(asked).RemoveAsync(lost, default)).Ok, "the lost member to be taken out", Patience);
        foreach (var seat in _seats[..2]) await Wait.UntilAsync(() => Voters(seat) == 2, "the others to know it", Patience);
        Assert.True((await _seats[0].Node.PublishAsync("a", "v")).Ok);

        await StartAsync(_seats[2]);
        foreach (var seat in _seats) await Wait.UntilAsync(() => Voters(seat) == 3, "the member to be one again", Patience);
        Assert.Equal(lost, _seats[2].Node.Get<IMembers>().Current.Self.Id);
    }

    private IMemberRemoval RemovalOf(int seat) => _seats[seat].Node.Get<IMemberRemoval>();

    private static int Voters(Seat seat) => seat.Node.Get<IMembers>().Current.All.Count(static member => member.Votes);

    private async Task StartAsync(Seat seat)
    {
        await seat.StartAsync([.. _seats.Select(static one => one.Address)], static _ => { });
        await Wait.UntilAsync(() => seat.Node.State.NotReadyReason is null, "the node to be ready", Patience);
    }
}
