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

    private async Task PublishGrayAsync(GrayRule rule, string content) => Assert.True(
        (await _store.ApplyAsync(new PublishGrayConfigEntry(Key, rule, ConfigContent.Of(content), null, ConfigStore.Author, null, 10, ConfigStore.At(5)))).Ok);

    private async Task<string?> ContentAsync(ServedVersion version) =>
        await _store.Served.ReadContentAsync(version, CancellationToken.None) is { } utf8 ? Encoding.UTF8.GetString(utf8.Span) : null;
}
