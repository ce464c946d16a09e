using Batata.Application.Abstractions;
using Batata.Infrastructure.Feeds;

namespace Batata.Infrastructure.Tests.Feeds;

public sealed class ChangeHubTests
{
    private readonly List<string> _observed = [];
    private readonly ChangeTopic<Change> _topic;
    private readonly ChangeHub _hub;

    public ChangeHubTests()
    {
        _topic = new ChangeTopic<Change>([new Recorder("a", _observed), new Recorder("b", _observed)]);
        _hub = new ChangeHub([_topic]);
    }

    [Fact]
    public void PublishAll_TellsObserversInCommitOrder()
    {
        _hub.Add(new Change(1));
        _hub.Add(new Change(2));
        Assert.Empty(_observed);
        _hub.PublishAll();
        Assert.Equal(["a1", "b1", "a2", "b2"], _observed);
        _hub.PublishAll();
        Assert.Equal(4, _observed.Count);
    }

    [Fact]
    public async Task PublishAll_TellsReadersAfterAllObserversOfTheBatch()
    {
        using var reader = _topic.Subscribe("reader");
        var seen = Task.Run(async () =>
        {
            await foreach (var _ in reader.ReadAllAsync(CancellationToken.None)) return _observed.Count;
            return -1;
        });
        for (var number = 1; number <= 5; number++) _hub.Add(new Change(number));
        _hub.PublishAll();
        Assert.Equal(10, await seen);
    }

    [Fact]
    public async Task DiscardAll_AfterChanges_TellsNobody()
    {
        using var reader = _topic.Subscribe("reader");
        _hub.Add(new Change(1));
        _hub.DiscardAll();
        _hub.Add(new Change(2));
        _hub.PublishAll();
        Assert.Equal(["a2", "b2"], _observed);
        Assert.Equal(["2"], await TakeAsync(reader, 1));
    }

    [Fact]
    public async Task Subscribe_SeesWhatIsPublishedFromThenOn()
    {
        Publish(1);
        using var early = _topic.Subscribe("early");
        Publish(2);
        using var late = _topic.Subscribe("late");
        Publish(3);
        Assert.Equal(["2", "3"], await TakeAsync(early, 2));
        Assert.Equal(["3"], await TakeAsync(late, 1));
    }

    [Fact]
    public async Task Overflow_DropsWhatWaits_SaysLaggedOnceAndGoesOn()
    {
        using var slow = _topic.Subscribe("slow");
        using var other = _topic.Subscribe("other");
        for (var number = 0; number <= ChangeTopic<Change>.ReaderCapacity; number++)
        {
            Publish(number);
            Assert.Equal([$"{number}"], await TakeAsync(other, 1));
        }
        Publish(-1);
        Publish(-2);
        Assert.Equal(["lagged", "-1", "-2"], await TakeAsync(slow, 3));
        Assert.Equal(["-1", "-2"], await TakeAsync(other, 2));
    }

    [Fact]
    public async Task Overflow_Twice_SaysLaggedOnce()
    {
        using var slow = _topic.Subscribe("slow");
        for (var number = 0; number < (3 * ChangeTopic<Change>.ReaderCapacity) - 100; number++) Publish(number);
        Publish(-1);
        var items = await TakeAsync(slow, until: "-1");
        Assert.Equal("lagged", items[0]);
        Assert.Single(items, "lagged");
    }

    [Fact]
    public async Task ResetAll_ResetsObserversAndLagsReaders()
    {
        using var reader = _topic.Subscribe("reader");
        Publish(1);
        _hub.Add(new Change(2));
        _hub.ResetAll();
        Publish(3);
        Assert.Equal(["a1", "b1", "a!", "b!", "a3", "b3"], _observed);
        Assert.Equal(["lagged", "3"], await TakeAsync(reader, 2));
    }

    [Fact]
    public async Task ReadAllAsync_WhenCancelledOrDisposed_Ends()
    {
        using var cancel = new CancellationTokenSource();
        using var reader = _topic.Subscribe("reader");
        var cancelled = DrainAsync(reader, cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal(0, await cancelled);

        var disposed = DrainAsync(reader, CancellationToken.None);
        reader.Dispose();
        Assert.Equal(0, await disposed);
        Publish(1);
        _hub.ResetAll();
    }

    [Fact]
    public async Task Readers_OnOtherThreads_SeeEveryChangeInOrder()
    {
        const int count = 50_000;
        using var cancel = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(i => _topic.Subscribe($"reader{i}")).ToArray();
        var ends = readers.Select(reader => Task.Run(async () =>
        {
            var last = -1;
            await foreach (var item in reader.ReadAllAsync(cancel.Token))
            {
                if (item.Lagged) continue;
                Assert.True(item.Change!.Number > last);
                last = item.Change.Number;
                if (last == count) break;
            }
            return last;
        })).ToArray();
        for (var number = 0; number <= count; number++) Publish(number);
        Assert.All(await Task.WhenAll(ends), last => Assert.Equal(count, last));
        foreach (var reader in readers) reader.Dispose();
    }

    [Fact]
    public void Add_OfAnUnknownType_IsABug() => Assert.Throws<InvalidOperationException>(() => _hub.Add("text"));

    private void Publish(int number)
    {
        _hub.Add(new Change(number));
        _hub.PublishAll();
    }

    private static async Task<int> DrainAsync(IChangeReader<Change> reader, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in reader.ReadAllAsync(cancellationToken)) count++;
        return count;
    }

    private static async Task<List<string>> TakeAsync(IChangeReader<Change> reader, int count = int.MaxValue, string? until = null)
    {
        var taken = new List<string>();
        await foreach (var item in reader.ReadAllAsync(CancellationToken.None))
        {
            taken.Add(item.Lagged ? "lagged" : $"{item.Change!.Number}");
            if (taken.Count == count || taken[^1] == until) break;
        }
        return taken;
    }

    private sealed record Change(int Number);

    private sealed class Recorder(string name, List<string> observed) : IChangeObserver<Change>
    {
        public void Observe(Change change) => observed.Add($"{name}{change.Number}");

        public void Reset() => observed.Add($"{name}!");
    }
}
