using System.Security.Cryptography;
using Batata.Application.KeyValue;
using Batata.Application.Sessions;
using Batata.Application.Snapshots;
using Batata.Application.Transactions;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Domain.Sessions;
using Batata.Domain.Shared;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using MediatR;

namespace Batata.Infrastructure.Tests.Snapshots;

public sealed class ConsulSnapshotTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync(_folder.File("data"));

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_BringsBackWhatWas_AndNothingElse()
    {
        await SendAsync(new ApplyTransaction([new NodeOperation(TransactionVerb.Set, new CatalogNode("n1", "", "10.0.0.1", null, null, 0, 0))]));
        var session = (await SendAsync(new CreateSession(new Session("", "s", "n1", 0, SessionBehavior.Release, "10s", 10_000, [], null, null)))).Value;
        await WriteAsync(KeyVerb.Set, "a", RandomNumberGenerator.GetBytes(300_000));
        await WriteAsync(KeyVerb.Set, "big", RandomNumberGenerator.GetBytes(2_500_000)); // more than one part
        await WriteAsync(KeyVerb.Lock, "lock", "v"u8.ToArray(), session.Id);
        var before = await KeysAsync();
        var copy = await SaveAsync();

        await WriteAsync(KeyVerb.Set, "a", [1]);
        await WriteAsync(KeyVerb.Set, "late", [1]);
        await SendAsync(new EndSessions([session.Id]));
        var late = (await Keys.FindAsync("late", default)).Entry!;
        using var watch = _node.Get<IWatches>().Open(WatchTopic.Key("untouched"));
        Assert.True((await Snapshots.RestoreAsync(new MemoryStream(copy), default)).Ok);

        Assert.Equal(before, await KeysAsync());
        Assert.Equivalent(session, (await _node.Get<ISessionQueries>().FindAsync(session.Id, default)).Session, strict: true);
        Assert.True(watch.WasReplaced);
        Assert.NotNull(await _node.Get<ISessionRenewals>().RenewAsync(session.Id, default)); // its timer is back, too
        await WriteAsync(KeyVerb.Set, "after", [1]);
        Assert.True((await Keys.FindAsync("after", default)).Entry!.ModifyIndex > late.ModifyIndex); // no index is given out twice
    }

    [Fact]
    public async Task DamagedDump_ChangesNothing()
    {
        await WriteAsync(KeyVerb.Set, "a", [1]);
        var copy = await SaveAsync();
        await WriteAsync(KeyVerb.Set, "b", [2]);
        var before = await KeysAsync();
        var half = copy[..(copy.Length / 2)];
        var unknown = copy.ToArray();
        unknown.AsSpan(unknown.AsSpan().IndexOf("consul_key"u8), 10).Fill((byte)'x');
        foreach (var bad in (byte[][])[[], [1, 2, 3], half, unknown])
        {
            var refused = await Snapshots.RestoreAsync(new MemoryStream(bad), default);
            Assert.Equal(SnapshotFailures.RefusedCode, refused.Failure?.Code);
            Assert.Equal(before, await KeysAsync());
        }
        await WriteAsync(KeyVerb.Set, "c", [3]);
        Assert.NotNull((await Keys.FindAsync("c", default)).Entry);
    }

    [Fact]
    public async Task PartsOfAnother_AreNotTaken()
    {
        await WriteAsync(KeyVerb.Set, "a", [1]);
        var log = _node.Replicated;
        await log.ProposeAsync(new StageSnapshotPartEntry("one", 0, [1]), default);
        await log.ProposeAsync(new StageSnapshotPartEntry("two", 0, [2]), default);
        Assert.Equal("another restore was begun meanwhile", (await log.ProposeAsync(new RestoreConsulStateEntry("one", 1, []), default)).Failure?.Message);
        Assert.NotNull((await Keys.FindAsync("a", default)).Entry);
    }

    private IKeyQueries Keys => _node.Get<IKeyQueries>();

    private IConsulSnapshots Snapshots => _node.Get<IConsulSnapshots>();

    private async Task<List<string>> KeysAsync() => [.. (await Keys.ListAsync("", default)).Entries.Select(static entry => $"{entry with { Value = [] }} {Convert.ToHexString(SHA256.HashData(entry.Value))}")];

    private async Task<byte[]> SaveAsync()
    {
        await using var dump = await Snapshots.TakeAsync(default);
        using var copy = new MemoryStream();
        await dump.Content.CopyToAsync(copy);
        return copy.ToArray();
    }

    private async Task WriteAsync(KeyVerb verb, string key, byte[] value, string session = "") =>
        Assert.True((await SendAsync(new WriteKey(verb, key, value, 0, 0, session))).Value);

    private Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request) => _node.Get<IMediator>().Send(request);
}
