using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Infrastructure.Persistence.Configs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Batata.Infrastructure.Tests.Persistence.Configs;

public sealed class HistorySweepTests : IDisposable
{
    private static readonly ConfigKey Key = ConfigKey.Of("a", "G", null);

    private readonly ConfigStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task ForgetHistory_TakesTheOldestUpToTheLimit_AndNoYoungerOne()
    {
        for (var i = 0; i < 5; i++) await _store.PublishAsync("a", $"v{i}");
        var rows = (await _store.Queries.HistoryAsync(Key, 1, 10, CancellationToken.None)).Items.Reverse().ToList();
        Assert.Equal(2, (await _store.ApplyAsync(new ForgetHistoryEntry(rows[4].Entry.At, 2))).Value);
        Assert.Equal(2, (await _store.ApplyAsync(new ForgetHistoryEntry(rows[4].Entry.At, 10))).Value);
        Assert.Equal(0, (await _store.ApplyAsync(new ForgetHistoryEntry(rows[4].Entry.At, 10))).Value);
        Assert.Equal(rows[4].HistoryId, Assert.Single((await _store.Queries.HistoryAsync(Key, 1, 10, CancellationToken.None)).Items).HistoryId);
        Assert.Equal("v4", (await _store.Queries.FindAsync(Key, CancellationToken.None))!.Version.Content.Text);
    }

    [Fact]
    public async Task Run_ProposesUntilNothingOldIsLeft()
    {
        for (var i = 0; i < 3; i++) await _store.PublishAsync("a", $"v{i}");
        var oldest = (await _store.Queries.OldestHistoryAsync(CancellationToken.None))!.Value;
        var time = Substitute.For<TimeProvider>();
        time.GetUtcNow().Returns(oldest.AddDays(7).AddMilliseconds(1));
        var proposals = new List<ForgetHistoryEntry>();
        var log = Substitute.For<IReplicatedLog>();
        log.ProposeAsync(Arg.Any<ForgetHistoryEntry>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            proposals.Add(call.Arg<ForgetHistoryEntry>());
            return _store.ApplyAsync(call.Arg<ForgetHistoryEntry>()).AsTask();
        });
        var lease = Substitute.For<ILeaderLease>();
        var held = false;
        lease.TryHold(out Arg.Any<CancellationToken>()).Returns(_ => held);
        using var sweep = new HistorySweep(
            _store.Queries, log, lease, Options.Create(new ConfigOptions { HistoryRetentionDays = 7 }), time, NullLogger<HistorySweep>.Instance);
        await sweep.RunAsync(CancellationToken.None);
        Assert.Empty(proposals); // another node of the cluster does it
        held = true;
        await sweep.RunAsync(CancellationToken.None);
        Assert.Equal(oldest.AddMilliseconds(1), Assert.Single(proposals).Before);
        Assert.True((await _store.Queries.OldestHistoryAsync(CancellationToken.None)) > oldest);
        await sweep.RunAsync(CancellationToken.None);
        Assert.Single(proposals);
    }
}
