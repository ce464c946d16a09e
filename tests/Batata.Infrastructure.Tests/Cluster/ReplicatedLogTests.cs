using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Infrastructure.Tests.Persistence;

namespace Batata.Infrastructure.Tests.Cluster;

public sealed class ReplicatedLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Propose_OfEachKind_AnswersWhatTheApplierSaid()
    {
        await using var node = await TestNode.StartAsync(Data);
        var author = new ConfigAuthor(null, "10.0.0.9");
        var published = await node.PublishAsync("a", "one");
        Assert.Equal(ConfigContent.Of("one").Md5, published.Value.Md5);
        Assert.Equal(published.Value.Md5, node.Md5Of("a"));

        var gray = await node.Replicated.ProposeAsync(
            new PublishGrayConfigEntry(TestNode.Key("a"), new TagRule("t"), ConfigContent.Of("two"), null, author, null, 10, TestNode.At), default);
        Assert.True(gray.Ok);
        Assert.Equal(ConfigContent.Of("two").Md5, node.Served.Md5For(TestNode.Key("a"), null, "t"));

        Assert.True((await node.Replicated.ProposeAsync(new RemoveGrayConfigEntry(TestNode.Key("a"), "tag_t", author, TestNode.At), default)).Ok);
        Assert.Equal(1, (await node.Replicated.ProposeAsync(new RemoveConfigsByIdEntry([published.Value.Id, 99], author, TestNode.At), default)).Value);
        Assert.False((await node.Replicated.ProposeAsync(new RemoveConfigEntry(TestNode.Key("a"), author, TestNode.At), default)).Value);
        Assert.Equal("", node.Md5Of("a"));
    }

    [Fact]
    public async Task Propose_RefusedByTheAggregate_AnswersTheFailureAndStoresNothing()
    {
        await using var node = await TestNode.StartAsync(Data);
        await node.PublishAsync("a", "one");
        var refused = await node.PublishAsync("a", "two", expectedMd5: "0123");
        Assert.Equal(ConfigFailures.Md5Mismatch().Code, refused.Failure?.Code);
        Assert.Equal(ConfigContent.Of("one").Md5, node.Md5Of("a"));
    }

    [Fact]
    public async Task Propose_FromManyAtOnce_AppliesEachOnceAndInOneOrder()
    {
        await using var node = await TestNode.StartAsync(Data);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => node.PublishAsync($"k{i % 50}", $"v{i}")));
        Assert.All(outcomes, o => Assert.True(o.Ok));
        Assert.Equal(50, node.Served.Count);
        var history = await node.Database.ReadAsync((s, _) => s.Scalar("SELECT count(*) FROM his_config_info"), default);
        Assert.Equal(500L, history);
    }

    [Fact]
    public async Task Propose_FromManyAtOnce_SharesEntriesOfTheLogAndAnswersEachForItself()
    {
        await using (var node = await TestNode.StartAsync(Data))
        {
            await node.PublishAsync("a", "one");
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => node.PublishAsync(i % 3 == 0 ? "a" : $"k{i}", $"v{i}", i % 3 == 0 ? "0123" : null)));
            Assert.All(outcomes.Where((_, i) => i % 3 == 0), o => Assert.Equal(ConfigFailures.Md5Mismatch().Code, o.Failure?.Code));
            Assert.All(outcomes.Where((_, i) => i % 3 != 0), o => Assert.True(o.Ok));
            Assert.InRange(node.Database.AppliedIndex, 2, 100);
        }
        Directory.Delete(Path.Combine(Data, "state"), recursive: true);
        await using var again = await TestNode.StartAsync(Data); // from the log alone
        Assert.Equal(201, again.Served.Count);
        Assert.Equal((ConfigContent.Of("one").Md5, ConfigContent.Of("v299").Md5), (again.Md5Of("a"), again.Md5Of("k299")));
    }

    [Fact]
    public async Task Propose_CancelledBeforeItsTurn_EndsTheWaitOfThatProposerAlone()
    {
        await using var node = await TestNode.StartAsync(Data);
        using var cancelled = new CancellationTokenSource();
        var first = node.PublishAsync("a", "one");
        var second = node.PublishAsync("b", "two", cancellationToken: cancelled.Token); // behind the first, in the next entry
        var third = node.PublishAsync("c", "three");
        await cancelled.CancelAsync();
        Assert.True((await first).Ok);
        Assert.True((await third).Ok);
        Assert.True(second.IsCanceled || (await second).Ok);
        Assert.Equal(ConfigContent.Of("three").Md5, node.Md5Of("c"));
    }

    [Fact]
    public async Task Start_AfterStop_HoldsAllAndGoesOn()
    {
        await using (var first = await TestNode.StartAsync(Data))
        {
            for (var i = 0; i < 20; i++) Assert.True((await first.PublishAsync($"k{i}", $"v{i}")).Ok);
            await first.StopAsync();
        }
        await using var second = await TestNode.StartAsync(Data);
        Assert.Equal(20, second.Served.Count);
        Assert.InRange(second.Database.AppliedIndex, 20, 21); // the mark of the leader of this start may be behind them already
        Assert.Equal(1_200_000_021, (await second.PublishAsync("new", "v")).Value.Id);
    }

    [Fact]
    public async Task Start_WithoutItsState_BuildsItFromTheLog()
    {
        await using (var first = await TestNode.StartAsync(Data))
        {
            for (var i = 0; i < 20; i++) await first.PublishAsync($"k{i}", $"v{i}");
        }
        Directory.Delete(Path.Combine(Data, "state"), recursive: true);
        await using var second = await TestNode.StartAsync(Data);
        Assert.Equal(20, second.Served.Count);
        Assert.Equal(ConfigContent.Of("v7").Md5, second.Md5Of("k7"));
    }

    [Fact]
    public async Task Propose_BeforeStartAndAfterStop_IsUnavailable()
    {
        await using var node = TestNode.Create(Data);
        Assert.Equal(ClusterFailures.UnavailableCode, (await node.PublishAsync("a", "b")).Failure?.Code);
        Assert.NotNull(node.State.NotReadyReason);
        Assert.False(node.State.FirstReady.IsCompleted);
        await node.StartAsync();
        Assert.True(node.State.FirstReady.IsCompletedSuccessfully);
        Assert.Null(node.State.NotReadyReason);
        Assert.True((await node.PublishAsync("a", "b")).Ok);
        await node.StopAsync();
        Assert.NotNull(node.State.NotReadyReason);
        Assert.Equal(ClusterFailures.UnavailableCode, (await node.PublishAsync("a", "c")).Failure?.Code);
    }

    [Fact]
    public async Task Barrier_AfterWrites_IsPassedWithAllOfThemVisible()
    {
        await using var node = await TestNode.StartAsync(Data);
        var writes = Enumerable.Range(0, 100).Select(i => node.PublishAsync($"k{i}", "v")).ToArray();
        await node.Barrier.WaitAsync(default);
        await Task.WhenAll(writes);
        await node.Barrier.WaitAsync(default);
        Assert.Equal(100, node.Served.Count);
    }
}
