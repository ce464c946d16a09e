using System.Text;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Infrastructure.Tests.Persistence.Configs;

public sealed class ServedConfigsTests : IDisposable
{
    private static readonly ConfigKey Key = ConfigKey.Of("a", "G", null);

    private readonly ConfigStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Publish_IsServedAtOnceAndAfterARestart()
    {
        var published = await _store.PublishAsync("a", "één", type: "yaml");
        await AssertServedAsync();
        _store.Restart();
        await AssertServedAsync();

        async Task AssertServedAsync()
        {
            var served = _store.Served.Find(Key)!;
            Assert.Equal((published.Md5, "yaml", published.ModifiedAt), (served.Formal!.Md5, served.Type, served.Formal.ModifiedAt));
            Assert.Equal("één", await ContentAsync(served.Formal));
            Assert.True(_store.Served.TryGetContent(served.Formal, out var cached));
            Assert.Equal("één", Encoding.UTF8.GetString(cached.Span));
            Assert.Equal(1, _store.Served.Count);
            Assert.Same(served, Assert.Single(_store.Served.All()));
        }
    }

    [Fact]
    public async Task Update_ReplacesTheVersion_AndTheOldOneHasNoContent()
    {
        await _store.PublishAsync("a", "one");
        var old = _store.Served.Find(Key)!.Formal!;
        Assert.Equal("one", await ContentAsync(old));
        await _store.PublishAsync("a", "two");
        Assert.False(_store.Served.TryGetContent(old, out _));
        Assert.Null(await ContentAsync(old));
        Assert.Equal("two", await ContentAsync(_store.Served.Find(Key)!.Formal!));
    }

    [Fact]
    public async Task Gray_IsServedToItsClients_WithAndWithoutFormal()
    {
        await _store.PublishAsync("a", "formal");
        await PublishGrayAsync(new TagRule("x"), "for x");
        await PublishGrayAsync(new BetaRule("10.0.0.7,10.0.0.8"), "for beta");
        await AssertChoicesAsync("formal");
        await _store.ApplyAsync(new RemoveConfigEntry(Key, ConfigStore.Author, ConfigStore.At(9)));
        await AssertChoicesAsync(null);

        async Task AssertChoicesAsync(string? formal)
        {
            for (var round = 0; round < 2; round++)
            {
                var served = _store.Served.Find(Key)!;
                Assert.Equal("for beta", await ContentAsync(served.Choose("10.0.0.8", "x").Version!));
                Assert.Equal("for x", await ContentAsync(served.Choose("10.0.0.9", "x").Version!));
                Assert.Equal(formal is null ? "" : ConfigContent.Of(formal).Md5, _store.Served.Md5For(Key, "10.0.0.9", null));
                _store.Restart();
            }
        }
    }

    [Fact]
    public async Task Remove_OfTheLastVersion_ForgetsTheConfig()
    {
        await _store.PublishAsync("a", "formal");
        await PublishGrayAsync(new TagRule("x"), "for x");
        await _store.ApplyAsync(new RemoveConfigEntry(Key, ConfigStore.Author, ConfigStore.At(9)));
        Assert.NotNull(_store.Served.Find(Key));
        await _store.ApplyAsync(new RemoveGrayConfigEntry(Key, "x", ConfigStore.Author, ConfigStore.At(10)));
        Assert.Null(_store.Served.Find(Key));
        Assert.Equal("", _store.Served.Md5For(Key, null, null));
    }

    [Fact]
    public async Task Reads_BesideWritesAndRestarts_AreNeverStaleAndNeverMixed()
    {
        const int writes = 400;
        var acknowledged = new string[2];
        await PublishAsync(0, 0);
        await PublishAsync(1, 0);
        using var stop = new CancellationTokenSource();
        var reads = 0;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (var turn = 0; !stop.IsCancellationRequested; turn = 1 - turn)
            {
                var before = Volatile.Read(ref acknowledged[turn]);
                var version = _store.Served.Find(KeyOf(turn))!.Formal!;
                var content = await ContentAsync(version);
                if (content is null) continue; // replaced meanwhile
                Assert.Equal(version.Md5, ConfigContent.Of(content).Md5);
                Assert.True(NumberOf(content) >= NumberOf(before), $"{content} after {before} was acknowledged");
                Interlocked.Increment(ref reads);
            }
        })).ToArray();
        for (var number = 1; number <= writes; number++)
        {
            await PublishAsync(number % 2, number);
            if (number % 50 == 0) _store.Restart();
            var seen = Volatile.Read(ref reads);
            SpinWait.SpinUntil(() => Volatile.Read(ref reads) > seen || readers.Any(static reader => reader.IsFaulted));
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        static ConfigKey KeyOf(int turn) => ConfigKey.Of($"d{turn}", "G", null);
        static int NumberOf(string content) => int.Parse(content.AsSpan(content.LastIndexOf(' ')), System.Globalization.CultureInfo.InvariantCulture);

        async Task PublishAsync(int turn, int number)
        {
            var content = $"{new string('x', number)} {number}";
            await _store.PublishAsync($"d{turn}", content);
            Volatile.Write(ref acknowledged[turn], content);
        }
    }

    [Fact]
    public async Task ReadContent_OfACommitThatIsNotYetObserved_WaitsForTheIndex()
    {
        await _store.PublishAsync("a", "one");
        var old = _store.Served.Find(Key)!.Formal!;
        _store.ObserveLater = true;
        await _store.PublishAsync("a", "two");
        var reading = _store.Served.ReadContentAsync(old, CancellationToken.None).AsTask();
        Assert.Same(old, _store.Served.Find(Key)!.Formal);
        Assert.False(reading.IsCompleted); // an answer now would send the caller round in circles
        _store.ObserveNow();
        Assert.Null(await reading);
        Assert.Equal("two", await ContentAsync(_store.Served.Find(Key)!.Formal!));
    }

    [Fact]
    public async Task ReadContent_OverTheLimitOfTheCache_ReadsTheStoreAgain()
    {
        using var store = new ConfigStore(new ConfigOptions { ContentCacheBytes = 10_000 });
        for (var i = 0; i < 50; i++) await store.PublishAsync($"d{i}", new string('x', 1000) + i);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 50; i++)
            {
                var version = store.Served.Find(ConfigKey.Of($"d{i}", "G", null))!.Formal!;
                var content = await store.Served.ReadContentAsync(version, CancellationToken.None);
                Assert.Equal(new string('x', 1000) + i, Encoding.UTF8.GetString(content!.Value.Span));
            }
        }
        var cached = store.Served.All().Count(config => store.Served.TryGetContent(config.Formal!, out _));
        Assert.InRange(cached, 0, 9);
    }

    [Theory]
    [InlineData(4 * 1_000, false)]
    [InlineData(4 * 2_000, true)]
    [InlineData(0, false)]
    public async Task ReadContent_OfMoreThanAShareOfTheCache_IsNotKept(long cacheBytes, bool kept)
    {
        using var store = new ConfigStore(new ConfigOptions { ContentCacheBytes = cacheBytes });
        await store.PublishAsync("a", new string('x', 1_000));
        var version = store.Served.Find(Key)!.Formal!;
        Assert.Equal(1_000, (await store.Served.ReadContentAsync(version, CancellationToken.None))!.Value.Length);
        Assert.Equal(kept, store.Served.TryGetContent(version, out _));
    }

    private async Task PublishGrayAsync(GrayRule rule, string content) => Assert.True(
        (await _store.ApplyAsync(new PublishGrayConfigEntry(Key, rule, ConfigContent.Of(content), null, ConfigStore.Author, null, 10, ConfigStore.At(5)))).Ok);

    private async Task<string?> ContentAsync(ServedVersion version) =>
        await _store.Served.ReadContentAsync(version, CancellationToken.None) is { } utf8 ? Encoding.UTF8.GetString(utf8.Span) : null;
}
