using Batata.Infrastructure.Agents;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Agents;

public sealed class DeadlinesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task PutOff_IsDueLater_AndWaitsOnce()
    {
        var deadlines = new Deadlines<string>(_time);
        deadlines.Set("a", "first", TimeSpan.FromSeconds(10));
        for (var beat = 0; beat < 1_000; beat++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            deadlines.Set("a", "beat", TimeSpan.FromSeconds(10));
        }
        Assert.Equal(1, deadlines.QueuedCount);
        _time.Advance(TimeSpan.FromSeconds(9.5));
        Assert.Empty(await DueAsync(deadlines));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(["a=beat"], await DueAsync(deadlines));
        Assert.Equal(0, deadlines.QueuedCount);
    }

    [Fact]
    public async Task Earlier_WinsOverLater_AndRemovedIsNotDue()
    {
        var deadlines = new Deadlines<string>(_time);
        deadlines.Set("a", "long", TimeSpan.FromHours(1));
        deadlines.Set("a", "short", TimeSpan.FromSeconds(1));
        deadlines.Set("b", "gone", TimeSpan.FromSeconds(1));
        deadlines.Remove("b");
        deadlines.SetIfAbsent("a", "other", TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a=short"], await DueAsync(deadlines));
    }

    /// <summary>What is due now; it was woken, so that it does not wait.</summary>
    private static async Task<List<string>> DueAsync(Deadlines<string> deadlines)
    {
        var due = new List<string>();
        var taking = Task.Run(async () =>
        {
            await foreach (var (key, value) in deadlines.TakeDueAsync(default)) due.Add($"{key}={value}");
        });
        while (!taking.IsCompleted)
        {
            deadlines.Wake();
            await Task.Yield();
        }
        await taking;
        return due;
    }
}
