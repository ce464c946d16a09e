using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Infrastructure.Persistence.Configs;

namespace Batata.Infrastructure.Tests.Persistence.Configs;

/// <summary>What gets into the cache of contents, and what does not drive others out of it.</summary>
public sealed class ContentAdmissionTests
{
    [Fact]
    public void Admits_Everybody_WhileThereIsRoom_ThenWhoIsAskedForAgain()
    {
        var admission = new ContentAdmission(100);
        Assert.True(admission.Admits("first", 60));
        Assert.True(admission.Admits("second", 60));
        var late = new object();
        Assert.False(admission.Admits(late, 60));
        Assert.True(admission.Admits(late, 60));
        admission.Reset();
        Assert.True(admission.Admits(new object(), 60));
    }

    [Fact]
    public void Admits_AfterManyOthers_HasForgotten()
    {
        var admission = new ContentAdmission(0);
        var once = new object();
        Assert.False(admission.Admits(once, 1));
        var others = Enumerable.Range(0, 200_000).Select(static _ => new object()).ToList();
        Assert.InRange(others.Count(one => admission.Admits(one, 1)), 0, 1_000); // of one hash by chance
        Assert.False(admission.Admits(once, 1));
    }

    [Fact]
    public async Task OneLookAtEveryConfig_LeavesWhatIsReadAllTheTime()
    {
        using var store = new ConfigStore(new ConfigOptions { ContentCacheBytes = 100_000 });
        for (var i = 0; i < 500; i++) await store.PublishAsync($"config-{i}", new string('x', 1000));
        var versions = Enumerable.Range(0, 500).Select(i => store.Served.Find(ConfigKey.Of($"config-{i}", "G", null))!.Formal!).ToList();
        var hot = versions[..40];
        foreach (var version in hot) await store.Served.ReadContentAsync(version, CancellationToken.None);
        foreach (var chunk in versions.Chunk(20))
        {
            foreach (var version in chunk.Concat(hot)) await store.Served.ReadContentAsync(version, CancellationToken.None);
        }
        Assert.All(hot, version => Assert.True(store.Served.TryGetContent(version, out _)));
        Assert.False(store.Served.TryGetContent(versions[^1], out _));

        // Whose time has come is let in soon.
        await store.Served.ReadContentAsync(versions[^1], CancellationToken.None);
        await Testing.Wait.UntilAsync(async () => await store.Served.ReadContentAsync(versions[^1], CancellationToken.None) is not null && store.Served.TryGetContent(versions[^1], out _), "a place in the cache");
    }
}
