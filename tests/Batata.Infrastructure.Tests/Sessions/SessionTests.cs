using Batata.Application.KeyValue;
using Batata.Application.Sessions;
using Batata.Domain.Catalog;
using Batata.Domain.Sessions;
using Batata.Domain.Shared;
using Batata.Infrastructure.KeyValue;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Sessions;

public sealed class SessionTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Started);
    private readonly KnownCatalog _catalog = new KnownCatalog().With("node1", ("serfHealth", CheckStatus.Passing), ("web", CheckStatus.Warning), ("db", CheckStatus.Critical));
    private TestNode? _node;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Session_IsAsItWasMade()
    {
        await StartAsync();
        var made = await CreateAsync(Session() with { Name = "leader", Ttl = "1m", TtlMs = 60_000, ServiceChecks = [new("web", "team")], Checks = ["serfHealth"] });
        var (found, index) = await Queries.FindAsync(made.Id.ToUpperInvariant(), default);
        Assert.Equivalent(made, found, strict: true);
        Assert.Equal(made.ModifyIndex, index);
        Assert.Equal(made.CreateIndex, made.ModifyIndex);
        Assert.Equal(made.Id, Assert.Single((await Queries.OfNodeAsync("NODE1", default)).Sessions).Id);
    }

    [Fact]
    public async Task Session_NeedsItsNodeAndItsChecks()
    {
        await StartAsync();
        Assert.Equal("Missing node registration", await RefusalAsync(Session() with { Node = "other" }));
        Assert.Equal("Missing check 'gone' registration", await RefusalAsync(Session() with { NodeChecks = ["serfHealth", "gone"] }));
        Assert.Equal("Check 'db' is in critical state", await RefusalAsync(Session() with { ServiceChecks = [new("db", "")] }));
        Assert.Empty((await Queries.ListAsync(default)).Sessions);
    }

    [Fact]
    public async Task End_FreesTheKeys_AndDelaysWhoWantsThemNext()
    {
        await StartAsync();
        var (one, two) = (await CreateAsync(Session() with { LockDelayNs = 5_000_000_000 }), await CreateAsync(Session()));
        Assert.True(await AcquireAsync("k", one));
        Assert.False(await AcquireAsync("k", two));
        Assert.Equal(1, (await SendAsync(new EndSessions([one.Id]))).Value);
        var freed = await FindKeyAsync("k");
        Assert.Equal(("", 1UL), (freed!.Session, freed.LockIndex));
        Assert.False(await AcquireAsync("k", two));
        _time.Advance(TimeSpan.FromMilliseconds(4_999));
        Assert.False(await AcquireAsync("k", two));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await AcquireAsync("k", two));
        Assert.Equal(2UL, (await FindKeyAsync("k"))!.LockIndex);
    }

    [Fact]
    public async Task End_DeletesTheKeys_WhenAskedTo()
    {
        await StartAsync();
        var one = await CreateAsync(Session() with { Behavior = SessionBehavior.Delete, LockDelayNs = 0 });
        await AcquireAsync("k", one);
        await SendAsync(new EndSessions([one.Id, "unknown"]));
        Assert.Null(await FindKeyAsync("k"));
        Assert.True(await AcquireAsync("k", await CreateAsync(Session()))); // no delay was asked for
    }

    [Fact]
    public async Task End_FreesTheKeys_HoweverTheIdWasWritten()
    {
        await StartAsync();
        var one = await CreateAsync(Session() with { LockDelayNs = 0 });
        var shouted = one.Id.ToUpperInvariant();
        Assert.True((await SendAsync(new WriteKey(KeyVerb.Lock, "k", [], 0, 0, shouted))).Value);
        Assert.Equal(shouted, (await FindKeyAsync("k"))!.Session);
        Assert.False((await SendAsync(new WriteKey(KeyVerb.Unlock, "k", [], 0, 0, one.Id))).Value); // as it was written, in Consul too
        await SendAsync(new EndSessions([one.Id]));
        Assert.Equal("", (await FindKeyAsync("k"))!.Session);
    }

    [Fact]
    public async Task LockOfAnEndedSession_IsRefused()
    {
        await StartAsync();
        var one = await CreateAsync(Session());
        await SendAsync(new EndSessions([one.Id]));
        var refused = await SendAsync(new WriteKey(KeyVerb.Lock, "k", [], 0, 0, one.Id));
        Assert.Equal($"invalid session \"{one.Id}\"", refused.Failure!.Message);
    }

    [Fact]
    public async Task SessionThatNobodyRenews_EndsWithItsKeys()
    {
        await StartAsync();
        var (lost, kept) = (await CreateAsync(Session() with { Ttl = "10s", TtlMs = 10_000 }), await CreateAsync(Session() with { Ttl = "10s", TtlMs = 10_000 }));
        await AcquireAsync("lost", lost);
        await AcquireAsync("kept", kept);
        var index = (await Queries.ListAsync(default)).Index;
        for (var i = 0; i < 25; i++)
        {
            Assert.NotNull(await _node!.Get<ISessionRenewals>().RenewAsync(kept.Id, default));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        await Wait.UntilAsync(async () => (await Queries.FindAsync(lost.Id, default)).Session is null, "the session ends");
        Assert.Equal("", (await FindKeyAsync("lost"))!.Session);
        Assert.Equal(kept.Id, (await FindKeyAsync("kept"))!.Session);
        Assert.Null(await _node!.Get<ISessionRenewals>().RenewAsync(lost.Id, default));
        Assert.True((await Queries.ListAsync(default)).Index > index);
    }

    [Fact]
    public async Task Renewal_OfASessionWithoutTtl_ChangesNothing()
    {
        await StartAsync();
        var made = await CreateAsync(Session());
        Assert.Equivalent(made, await _node!.Get<ISessionRenewals>().RenewAsync(made.Id, default), strict: true);
        Assert.Equal(made.ModifyIndex, (await Queries.ListAsync(default)).Index);
        Assert.Null(await _node!.Get<ISessionRenewals>().RenewAsync("unknown", default));
    }

    [Fact]
    public async Task Tombstones_AreForgotten_AQuarterOfAnHourLater()
    {
        await StartAsync();
        await SendAsync(new WriteKey(KeyVerb.Set, "a/old", [], 0, 0, ""));
        await SendAsync(new WriteKey(KeyVerb.Set, "a/b/c", [], 0, 0, ""));
        await SendAsync(WriteKey.Delete(KeyVerb.DeleteTree, "a/b/"));
        var keys = _node!.Get<IKeyQueries>();
        var (deleted, all) = ((await keys.ListAsync("a/", default)).Index, (await keys.ListAsync("", default)).Index);
        await Wait.UntilAsync(async () =>
        {
            _time.Advance(TombstoneReaper.Period);
            return (await keys.ListAsync("a/", default)).Index < deleted;
        }, "the tombstone is forgotten");
        Assert.True(_time.GetUtcNow() - Started >= TombstoneReaper.Kept);
        Assert.Equal(all, (await keys.ListAsync("", default)).Index); // who waits for any key has nothing to be told
    }

    private static readonly DateTimeOffset Started = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    private static Session Session() => new("", "", "node1", 15_000_000_000, SessionBehavior.Release, "", 0, ["serfHealth"], null, null);

    private ISessionQueries Queries => _node!.Get<ISessionQueries>();

    private async Task StartAsync() => _node = await TestNode.StartAsync(_folder.File("data"), change: services =>
    {
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<ICatalogRepository>(_catalog);
    });

    private Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request) => _node!.Get<IMediator>().Send(request);

    private async Task<Session> CreateAsync(Session session) => (await SendAsync(new CreateSession(session))).Value;

    private async Task<string> RefusalAsync(Session session) => (await SendAsync(new CreateSession(session))).Failure!.Message;

    private async Task<bool> AcquireAsync(string key, Session session) => (await SendAsync(new WriteKey(KeyVerb.Lock, key, "v"u8.ToArray(), 0, 0, session.Id))).Value;

    private async Task<Domain.KeyValue.KeyEntry?> FindKeyAsync(string key) => (await _node!.Get<IKeyQueries>().FindAsync(key, default)).Entry;
}
