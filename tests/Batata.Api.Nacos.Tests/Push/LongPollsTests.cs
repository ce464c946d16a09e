using Batata.Api.Nacos.Push;
using Batata.Domain.Configs;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Api.Nacos.Tests.Push;

public sealed class LongPollsTests : IAsyncDisposable
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(29.5);
    private static readonly ConfigKey A = ConfigKey.Of("a", "G", null);

    private readonly FakeConfigs _configs = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly LongPolls _polls;
    private readonly Task _following;

    public LongPollsTests()
    {
        _polls = new LongPolls(_configs, _configs, _time);
        _following = _polls.FollowAsync(_stop.Token);
    }

    [Fact]
    public async Task Wait_ThenAChange_AnswersThatConfig()
    {
        var waiting = Wait(["b", "a"]);
        _configs.Publish(A, "one");
        Assert.Equal("a", (await waiting)?.DataId);
        Assert.Equal(0, _polls.Count);
    }

    [Fact]
    public async Task Wait_SameContentPublishedAgain_IsNoChange()
    {
        _configs.Publish(A, "one");
        var waiting = Wait(["a"]);
        _configs.Publish(A, "one");
        _configs.Publish(A, "two"); // the feed is in order: had the first woken it, the client would have been told of nothing
        Assert.Equal("a", (await waiting)?.DataId);
    }

    [Fact]
    public async Task Wait_NewsThatIsStillOnItsWay_WakesNobodyWhoKnows()
    {
        _configs.Serve(A, "one"); // committed and acknowledged, the feed has not told yet
        var waiting = Wait(["a"]);
        _configs.Tell(A);
        await NewsAreReadAsync();
        Assert.False(waiting.IsCompleted);
        await EndAsync(waiting);
    }

    [Fact]
    public async Task Wait_AGrayChangeOfOthers_IsAChange()
    {
        _configs.Publish(A, "one");
        var waiting = Wait(["a"]);
        _configs.PublishTag(A, "blue", "for others");
        Assert.Equal("a", (await waiting)?.DataId);
    }

    [Fact]
    public async Task Wait_ChangedBeforeItStood_IsAnsweredAtOnce()
    {
        _configs.Publish(A, "one");
        var answer = await WaitAsync(new LongPoll([new ListeningConfig("a", "G", "", null)], "10.0.0.1", null));
        Assert.Equal("a", answer?.DataId);
    }

    [Fact]
    public async Task Wait_TheFeedLostChanges_ComparesEverything()
    {
        var (changed, same) = (Wait(["a"]), Wait(["b"]));
        _configs.Serve(A, "one");
        _configs.Lag();
        Assert.Equal("a", (await changed)?.DataId);
        Assert.False(same.IsCompleted);
        await EndAsync(same);
    }

    [Fact]
    public async Task Wait_UntilTheTimeIsOver_AnswersNothingAndNotEarlier()
    {
        var waiting = Wait(["a"]);
        _time.Advance(Hold - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(201));
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task Wait_ClientLeaves_NothingOfItStays()
    {
        using var gone = new CancellationTokenSource();
        var waiting = WaitAsync(new LongPoll([new ListeningConfig("a", "G", "", null)], "10.0.0.1", null), gone.Token);
        Assert.Equal("10.0.0.1", Assert.Single(Listeners()).Key);
        await gone.CancelAsync();
        Assert.Null(await waiting);
        Assert.Empty(Listeners());
        Assert.Equal(0, _polls.Count);
    }

    [Fact]
    public async Task Stop_LetsAllGoAndKeepsNobody()
    {
        var waiting = Enumerable.Range(0, 100).Select(_ => Wait(["a", "b"])).ToList();
        _polls.Stop();
        Assert.All(await Task.WhenAll(waiting), Assert.Null);
        Assert.Null(await Wait(["a"]));
    }

    [Fact]
    public async Task Collect_TellsWhatTheyHold()
    {
        _configs.Publish(A, "one");
        var waiting = Wait(["a", "b"]);
        var md5 = _configs.Md5For(A, null, null);
        Assert.Equal(new KeyValuePair<string, string>("10.0.0.1", md5), Assert.Single(Listeners()));
        var byConfig = new Dictionary<ConfigKey, string>();
        _polls.CollectByIp("10.0.0.1", byConfig);
        Assert.Equal(new Dictionary<ConfigKey, string> { [A] = md5, [ConfigKey.Of("b", "G", null)] = "" }, byConfig);
        byConfig.Clear();
        _polls.CollectByIp("10.0.0.2", byConfig);
        Assert.Empty(byConfig);
        await EndAsync(waiting);
    }

    [Fact]
    public async Task ManyPollsAndManyChanges_EveryoneIsWoken()
    {
        var waiting = Enumerable.Range(0, 2_000).Select(i => Task.Run(() => Wait([$"c{i % 50}", "never"]))).ToList();
        await Wait2000Async();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => _configs.Publish(ConfigKey.Of($"c{i}", "G", null), "x"))));
        var answers = await Task.WhenAll(waiting);
        Assert.All(answers.Index(), a => Assert.Equal($"c{a.Index % 50}", a.Item?.DataId));
        Assert.Equal(0, _polls.Count);

        Task Wait2000Async() => Testing.Wait.UntilAsync(() => _polls.Count == 2_000, "2000 polls");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_following);
        _polls.Dispose();
        _stop.Dispose();
    }

    private Task<ListeningConfig?> Wait(string[] dataIds) => WaitAsync(new LongPoll(
        [.. dataIds.Select(id => new ListeningConfig(id, "G", _configs.Md5For(ConfigKey.Of(id, "G", null), null, null), null))], "10.0.0.1", null));

    private Task<ListeningConfig?> WaitAsync(LongPoll poll, CancellationToken gone = default) => _polls.WaitAsync(poll, Hold, gone).AsTask();

    private Dictionary<string, string> Listeners()
    {
        var listeners = new Dictionary<string, string>();
        _polls.CollectByConfig(A, listeners);
        return listeners;
    }

    /// <summary>The feed is in order: when this poll is woken, all news before it were read.</summary>
    private async Task NewsAreReadAsync()
    {
        var marker = Wait(["marker"]);
        _configs.Publish(ConfigKey.Of("marker", "G", null), Guid.NewGuid().ToString());
        await marker;
    }

    private async Task EndAsync(Task<ListeningConfig?> waiting)
    {
        _time.Advance(Hold * 2);
        Assert.Null(await waiting);
    }
}
