using Batata.Api.Consul.Dns.Views;
using Batata.Application.Watches;

namespace Batata.Api.Consul.Tests.Dns;

public sealed class KeptViewsTests
{
    private readonly TestWatches _watches = new();
    private readonly List<string> _reads = [];

    [Fact]
    public async Task View_IsReadOnce_AndAgainAfterAChange()
    {
        using var views = Views(10);
        Assert.Equal(["web 1", "web 1"], [await views.GetAsync("web"), await views.GetAsync("web")]);
        _watches.FireAll();
        Assert.Equal("web 2", await views.GetAsync("web"));
    }

    [Fact]
    public async Task Change_DuringTheRead_IsNotMissed()
    {
        var read = new TaskCompletionSource<string>();
        using var views = new KeptViews<string>(_watches, 10, static name => [WatchTopic.Service(name)], _ => read.Task);
        var first = views.GetAsync("web").AsTask();
        _watches.FireAll();
        read.SetResult("old");
        Assert.Equal("old", await first);
        read = new TaskCompletionSource<string>();
        read.SetResult("new");
        Assert.Equal("new", await views.GetAsync("web"));
    }

    [Fact]
    public async Task FailedRead_IsNotKept()
    {
        var fails = true;
        using var views = new KeptViews<string>(_watches, 10, static name => [WatchTopic.Service(name)], name => fails ? Task.FromException<string>(new InvalidOperationException()) : Task.FromResult(name));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await views.GetAsync("web"));
        fails = false;
        Assert.Equal("web", await views.GetAsync("web"));
    }

    [Fact]
    public async Task ManyNames_AreNotAllKept()
    {
        using (var views = Views(100))
        {
            for (var i = 0; i < 10_000; i++) await views.GetAsync($"name{i}");
            Assert.InRange(_watches.Open, 1, 101);
        }
        Assert.Equal(0, _watches.Open);
    }

    [Fact]
    public async Task QuestionsAtTheSameTime_AreOneRead()
    {
        var read = new TaskCompletionSource<string>();
        var reads = 0;
        using var views = new KeptViews<string>(_watches, 10, static name => [WatchTopic.Service(name)], _ =>
        {
            reads++;
            return read.Task;
        });
        var waiting = Enumerable.Range(0, 10).Select(_ => views.GetAsync("web").AsTask()).ToList();
        read.SetResult("web");
        await Task.WhenAll(waiting);
        Assert.Equal(1, reads);
    }

    private KeptViews<string> Views(int capacity) => new(_watches, capacity, static name => [WatchTopic.Service(name)], name =>
    {
        _reads.Add(name);
        return Task.FromResult($"{name} {_reads.Count(read => read == name)}");
    });

    private sealed class TestWatches : IWatches
    {
        private readonly HashSet<TestWatch> _open = [];

        public int Open => _open.Count;

        Watch IWatches.Open(params ReadOnlySpan<WatchTopic> topics)
        {
            var watch = new TestWatch(_open);
            _open.Add(watch);
            return watch;
        }

        public void FireAll()
        {
            foreach (var watch in _open) watch.FireNow();
        }
    }

    private sealed class TestWatch(HashSet<TestWatch> open) : Watch
    {
        public void FireNow() => Fire(replaced: false);

        public override void Dispose() => open.Remove(this);
    }
}
