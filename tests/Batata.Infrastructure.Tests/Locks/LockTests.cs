using Batata.Application.Locks;
using Batata.Domain.Shared;
using Batata.Infrastructure.Locks;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Locks;

public sealed class LockTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private TestNode? _node;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Lock_HasOneHolder_UntilSomebodyGivesItBack()
    {
        await StartAsync();
        Assert.True(await AcquireAsync("k"));
        Assert.False(await AcquireAsync("k")); // not even its holder may take it again
        Assert.True(await AcquireAsync("other"));
        Assert.True(await ReleaseAsync("k"));
        Assert.False(await ReleaseAsync("k"));
        Assert.True(await AcquireAsync("k"));
    }

    [Theory]
    [InlineData(null, 30_000)]
    [InlineData(-1L, 30_000)]
    [InlineData(700L, 700)]
    [InlineData(long.MaxValue, 1_800_000)]
    [InlineData(0L, 0)]
    public async Task Lease_IsAsAskedFor_WithinItsLimits(long? leaseMs, int heldMs)
    {
        await StartAsync();
        Assert.True(await AcquireAsync("k", leaseMs));
        if (heldMs > 0)
        {
            _time.Advance(TimeSpan.FromMilliseconds(heldMs - 1));
            Assert.False(await AcquireAsync("k"));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.True(await AcquireAsync("k"));
    }

    [Fact]
    public async Task LeaseThatIsOver_CanStillBeGivenBack()
    {
        await StartAsync();
        await AcquireAsync("k", 10);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await ReleaseAsync("k"));
        Assert.False(await ReleaseAsync("k"));
    }

    [Fact]
    public async Task ManyAtOnce_OneGetsIt()
    {
        await StartAsync();
        for (var round = 0; round < 10; round++)
        {
            var all = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => AcquireAsync("k"))));
            Assert.Single(all, acquired => acquired);
            Assert.True(await ReleaseAsync("k"));
        }
    }

    [Fact]
    public async Task Lock_SurvivesARestart_AfterWhichItsLeaseCountsAnew()
    {
        await StartAsync();
        await AcquireAsync("k", 60_000);
        await AcquireAsync("given-back", 60_000);
        await ReleaseAsync("given-back");
        await RestartAsync(afterMs: 3_600_000); // by a clock on the wall, which may have been set meanwhile
        Assert.False(await AcquireAsync("k"));
        Assert.True(await AcquireAsync("given-back"));
        _time.Advance(TimeSpan.FromMilliseconds(60_000));
        Assert.True(await AcquireAsync("k"));
    }

    [Fact]
    public async Task NodeThatSaysThatALeaseIsOver_MeansThisHoldAndNoOther()
    {
        await StartAsync();
        var log = _node!.Replicated;
        Assert.True((await log.ProposeAsync(new AcquireLockEntry("k", 1, 60_000, null), default)).Value);
        Assert.False((await log.ProposeAsync(new AcquireLockEntry("k", 2, 60_000, 9), default)).Value);
        Assert.True((await log.ProposeAsync(new AcquireLockEntry("k", 3, 60_000, 1), default)).Value);
        Assert.False((await log.ProposeAsync(new AcquireLockEntry("k", 4, 60_000, 1), default)).Value); // two nodes saw the end of the first
    }

    [Fact]
    public async Task LocksOfThoseWhoNeverCameBack_AreForgottenAfterAnHour()
    {
        await StartAsync();
        var sweep = Assert.Single(_node!.Get<IEnumerable<IHostedService>>().OfType<LockSweep>());
        await AcquireAsync("lost", 0);
        _time.Advance(LockSweep.Kept - TimeSpan.FromMilliseconds(1));
        await sweep.RunAsync(CancellationToken.None);
        Assert.Equal(["lost"], await KeysAsync());
        await AcquireAsync("held", 1_000);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await sweep.RunAsync(CancellationToken.None);
        Assert.Equal(["held"], await KeysAsync());
        Assert.False(await ReleaseAsync("lost"));
    }

    [Fact]
    public async Task KeyThatIsMissingOrTooLong_IsRefused()
    {
        await StartAsync();
        Assert.Equal("lock.key", (await SendAsync(new AcquireLock("", 1))).Failure?.Code);
        Assert.Equal("lock.key", (await SendAsync(new ReleaseLock(""))).Failure?.Code);
        Assert.Equal("lock.key", (await SendAsync(new AcquireLock(new string('k', 1_025), 1))).Failure?.Code);
        Assert.True((await SendAsync(new AcquireLock(new string('k', 1_024), 1))).Ok);
    }

    private async Task StartAsync() => _node = await TestNode.StartAsync(_folder.File("data"), change: services => services.AddSingleton<TimeProvider>(_time));

    private async Task RestartAsync(int afterMs)
    {
        await _node!.DisposeAsync();
        _time = new FakeTimeProvider(_time.GetUtcNow().AddMilliseconds(afterMs));
        await StartAsync();
    }

    private async Task<bool> AcquireAsync(string key, long? leaseMs = 60_000) => (await SendAsync(new AcquireLock(key, leaseMs))).Value;

    private async Task<bool> ReleaseAsync(string key) => (await SendAsync(new ReleaseLock(key))).Value;

    private Task<Outcome<bool>> SendAsync(IRequest<Outcome<bool>> request) => _node!.Get<IMediator>().Send(request);

    private async Task<List<string>> KeysAsync() => await _node!.Database.ReadAsync(
        (session, _) =>
        {
            var keys = new List<string>();
            using var rows = session.Prepare(new Infrastructure.Persistence.Sql("SELECT lock_key FROM held_lock ORDER BY 1"));
            while (rows.Step()) keys.Add(rows.Text(0));
            return keys;
        },
        CancellationToken.None);
}
