using Batata.Application.KeyHistory;
using Batata.Application.KeyValue;
using Batata.Application.Sessions;
using Batata.Domain.Catalog;
using Batata.Domain.KeyHistory;
using Batata.Domain.Sessions;
using Batata.Infrastructure.KeyHistory;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Sessions;

public sealed class KeyHistoryTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-05-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
    private readonly KeyHistoryOptions _options = new() { Versions = 3, Days = 2 };
    private TestNode? _node;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Write_IsKeptWithItsOrigin()
    {
        await StartAsync();
        await SendAsync(new WriteKey(KeyVerb.Set, "k", "v"u8.ToArray(), 9, 0, "") { Author = new KeyAuthor("someone", "10.0.0.1") });
        var version = Assert.Single(await ListAsync("k"));
        Assert.Equal((KeyChange.Set, "someone", "10.0.0.1", 9UL, 1), (version.Change, version.By, version.Address, version.Flags, version.Size));
        Assert.Equal(_time.GetUtcNow(), version.At);
        Assert.Equal("v"u8.ToArray(), (await Queries.FindAsync("k", version.Index, default))!.Value);
        Assert.Null(await Queries.FindAsync("k", version.Index + 1, default));
    }

    [Fact]
    public async Task EndOfASession_IsInTheHistory_WhateverItDoes()
    {
        await StartAsync();
        var (keeps, deletes) = (await CreateAsync(SessionBehavior.Release), await CreateAsync(SessionBehavior.Delete));
        await SendAsync(new WriteKey(KeyVerb.Lock, "kept", "v"u8.ToArray(), 1, 0, keeps));
        await SendAsync(new WriteKey(KeyVerb.Lock, "gone", "w"u8.ToArray(), 1, 0, deletes));
        await SendAsync(new EndSessions([keeps, deletes]));
        var released = (await ListAsync("kept"))[0];
        Assert.Equal((KeyChange.SessionRelease, keeps, 1, false), (released.Change, released.Session, released.Size, released.IsDelete));
        Assert.Null(released.At);
        Assert.Equal("v"u8.ToArray(), (await Queries.FindAsync("kept", released.Index, default))!.Value);
        Assert.Equal([KeyChange.SessionDelete, KeyChange.Lock], (await ListAsync("gone")).Select(static one => one.Change));
    }

    [Fact]
    public async Task Versions_GoByNumberAndByAge()
    {
        await StartAsync();
        for (var i = 0; i < 5; i++) await PutAsync("busy", i);
        await PutAsync("old", 0);
        Assert.Equal(3, (await ListAsync("busy")).Count);
        _time.Advance(TimeSpan.FromDays(1.5));
        await PutAsync("busy", 9);
        _time.Advance(TimeSpan.FromDays(1));
        await Cleaner.RunAsync(default);
        Assert.Empty(await ListAsync("old"));
        Assert.Single(await ListAsync("busy"));
        Assert.NotNull((await _node!.Get<IKeyQueries>().FindAsync("old", default)).Entry);
    }

    [Fact]
    public async Task History_ThatIsOff_KeepsNothing_AndForgetsWhatThereIs()
    {
        await StartAsync();
        await PutAsync("k", 1);
        _options.Versions = 0;
        await PutAsync("k", 2);
        Assert.Single(await ListAsync("k"));
        await Cleaner.RunAsync(default);
        Assert.Empty(await ListAsync("k"));
        Assert.Equal([2], (await _node!.Get<IKeyQueries>().FindAsync("k", default)).Entry!.Value);
    }

    private IKeyHistoryQueries Queries => _node!.Get<IKeyHistoryQueries>();

    private KeyHistoryCleaner Cleaner => _node!.Get<KeyHistoryCleaner>();

    private async Task StartAsync() => _node = await TestNode.StartAsync(_folder.File("data"), change: services =>
    {
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton(Options.Create(_options));
        services.AddSingleton<ICatalogRepository>(new KnownCatalog().With("node1"));
    });

    private Task<T> SendAsync<T>(IRequest<T> request) => _node!.Get<IMediator>().Send(request);

    private async Task PutAsync(string key, int value) => await SendAsync(new WriteKey(KeyVerb.Set, key, [(byte)value], 0, 0, ""));

    private async Task<IReadOnlyList<KeyVersion>> ListAsync(string key) => await Queries.ListAsync(key, 0, 100, default);

    private async Task<string> CreateAsync(SessionBehavior behavior) =>
        (await SendAsync(new CreateSession(new Session("", "", "node1", 0, behavior, "", 0, [], null, null)))).Value.Id;
}
