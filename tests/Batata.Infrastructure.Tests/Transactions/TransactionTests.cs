using Batata.Application.KeyValue;
using Batata.Application.Sessions;
using Batata.Application.Transactions;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Domain.KeyValue;
using Batata.Domain.Sessions;
using Batata.Domain.Shared;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using MediatR;

namespace Batata.Infrastructure.Tests.Transactions;

public sealed class TransactionTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync(_folder.File("data"));

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Operations_SeeEachOther_AndShareAnIndex()
    {
        var done = await ApplyAsync(
            Key(TransactionKeyVerb.CheckNotExists, "a"), Key(TransactionKeyVerb.Set, "a", "1"), Key(TransactionKeyVerb.Set, "b", "2"), Key(TransactionKeyVerb.GetTree, ""),
            Key(TransactionKeyVerb.Delete, "b"));
        Assert.Empty(done.Errors);
        Assert.Equal(["a=", "b=", "a=1", "b=2"], done.Results.Select(static one => Show(one.Key!)));
        Assert.Single(done.Results.Select(static one => one.Key!.ModifyIndex).Distinct());
        Assert.Equal("a=1", Show((await FindAsync("a"))!));
        Assert.Null(await FindAsync("b"));
    }

    [Fact]
    public async Task OneThatFails_UndoesAll_AndTellsOfAll()
    {
        await ApplyAsync(Key(TransactionKeyVerb.Set, "a", "1"));
        var before = await FindAsync("a");
        using var watch = _node.Get<IWatches>().Open(WatchTopic.KeysUnder(""));
        var failed = await ApplyAsync(
            Key(TransactionKeyVerb.Set, "a", "2"), Key(TransactionKeyVerb.Get, "none"), Key(TransactionKeyVerb.DeleteTree, "a"), Key(TransactionKeyVerb.Cas, "a", "3") with { Index = 5 },
            Node(TransactionVerb.Set, "n1"), Node(TransactionVerb.Get, "n2"));
        Assert.Equal(
            [(1, "key \"none\" doesn't exist"), (3, "failed to set key \"a\", index is stale"), (5, "node \"n2\" doesn't exist")],
            failed.Errors.Select(static one => (one.Operation, one.What)));
        Assert.Empty(failed.Results);
        Assert.Equivalent(before, await FindAsync("a"), strict: true);
        Assert.False(watch.HasFired);
        Assert.Equal(["node \"n1\" doesn't exist"], (await ReadAsync(Node(TransactionVerb.Get, "n1"))).Errors.Select(static one => one.What));
    }

    [Fact]
    public async Task NodeThatIsDeleted_FreesItsLocks_ForWhatFollows()
    {
        await ApplyAsync(Node(TransactionVerb.Set, "n1"), Node(TransactionVerb.Set, "n2"));
        var (one, two) = (await SessionOnAsync("n1"), await SessionOnAsync("n2"));
        await ApplyAsync(Lock("k", one));
        Assert.Equal("failed to lock key \"k\", lock is already held", Assert.Single((await ApplyAsync(Lock("k", two))).Errors).What);
        var done = await ApplyAsync(Node(TransactionVerb.Delete, "n1"), Lock("k", two));
        Assert.Empty(done.Errors);
        Assert.Equal((two, 2UL), ((await FindAsync("k"))!.Session, (await FindAsync("k"))!.LockIndex));
        Assert.Empty((await _node.Get<ISessionQueries>().OfNodeAsync("n1", default)).Sessions);
    }

    [Fact]
    public async Task NodeThatIsDeletedInVain_KeepsItsLocks()
    {
        await ApplyAsync(Node(TransactionVerb.Set, "n1"));
        var one = await SessionOnAsync("n1");
        await ApplyAsync(Lock("k", one));
        Assert.False((await ApplyAsync(Node(TransactionVerb.Delete, "n1"), Key(TransactionKeyVerb.Get, "none"))).Ok);
        Assert.Equal(one, (await FindAsync("k"))!.Session);
        Assert.NotNull((await _node.Get<ISessionQueries>().FindAsync(one, default)).Session);
    }

    [Fact]
    public async Task Cas_OfTheCatalog_ComparesIndexes()
    {
        var made = (await ApplyAsync(Node(TransactionVerb.Cas, "n1"))).Results.Single().Node!;
        Assert.Equal("failed to set node \"n1\", index is stale", Assert.Single((await ApplyAsync(Node(TransactionVerb.Cas, "n1"))).Errors).What);
        Assert.Equal("failed to delete node \"n1\", index is stale", Assert.Single((await ApplyAsync(Node(TransactionVerb.DeleteCas, "n1", made.ModifyIndex + 1))).Errors).What);
        var check = new HealthCheck("n1", "c", "c", "passing", "", "", "", "", [], "", "", "", 0, "{}", 0, 0);
        Assert.True((await ApplyAsync(new CheckOperation(TransactionVerb.Cas, check), Node(TransactionVerb.DeleteCas, "n1", made.ModifyIndex))).Ok);
        Assert.Equal("failed to delete node \"n1\", index is stale", Assert.Single((await ApplyAsync(Node(TransactionVerb.DeleteCas, "n1", made.ModifyIndex))).Errors).What);
        Assert.Equal("Missing node registration", Assert.Single((await ApplyAsync(new CheckOperation(TransactionVerb.Set, check))).Errors).What);
    }

    [Fact]
    public async Task ReadOnly_ReadsWithoutTheLog()
    {
        await ApplyAsync(Key(TransactionKeyVerb.Set, "a\t", "1"));
        var before = (await FindAsync("a\t"))!.ModifyIndex;
        var read = await ReadAsync(Key(TransactionKeyVerb.Get, "a\t"), Key(TransactionKeyVerb.GetOrEmpty, "none") with { Flags = 3 }, Key(TransactionKeyVerb.CheckSession, "a\t"));
        Assert.Equal(["a\t=1", "none=", "a\t="], read.Results.Select(static one => Show(one.Key!)));
        var failed = await ReadAsync(Key(TransactionKeyVerb.CheckIndex, "a\t") with { Index = 99 });
        Assert.Equal($"failed index check for key \"a\\t\", current modify index {before} != 99", Assert.Single(failed.Errors).What);
    }

    private static KeyOperation Key(TransactionKeyVerb verb, string key, string value = "") => new(verb, key, System.Text.Encoding.UTF8.GetBytes(value), 0, 0, "", 0);

    private static KeyOperation Lock(string key, string session) => Key(TransactionKeyVerb.Lock, key) with { Session = session };

    private static NodeOperation Node(TransactionVerb verb, string name, ulong index = 0) => new(verb, new CatalogNode(name, "", "10.0.0.1", null, null, 0, index));

    private static string Show(KeyEntry entry) => $"{entry.Key}={System.Text.Encoding.UTF8.GetString(entry.Value)}";

    private async Task<TransactionOutcome> ApplyAsync(params TransactionOperation[] operations) => (await SendAsync(new ApplyTransaction(operations))).Value;

    private async Task<TransactionOutcome> ReadAsync(params TransactionOperation[] operations) => await _node.Get<ITransactionQueries>().ReadAsync(operations, default);

    private async Task<string> SessionOnAsync(string node) =>
        (await SendAsync(new CreateSession(new Session("", "", node, 15_000_000_000, SessionBehavior.Release, "", 0, [], null, null)))).Value.Id;

    private Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request) => _node.Get<IMediator>().Send(request);

    private async Task<KeyEntry?> FindAsync(string key) => (await _node.Get<IKeyQueries>().FindAsync(key, default)).Entry;
}
