using Batata.Application.Catalog;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Catalog;
using Batata.Infrastructure.Persistence.Watches;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Catalog;

public sealed class CatalogMembersTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private TestNode? _node;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task NodeAlone_IsInTheCatalog_WhenItIsReady()
    {
        await StartAsync("node1");
        var found = await FindAsync("node1");
        Assert.Equal(("serfHealth", CheckStatus.Passing), (Assert.Single(found!.Checks).CheckId, found.Checks[0].Status));
        Assert.Equal(OwnNode.ServiceId, Assert.Single(found.Services).Id);
        Assert.True(Guid.TryParse(found.Node.Id, out var id) && id != Guid.Empty);
    }

    [Fact]
    public async Task Id_StaysOverRestartsAndNames()
    {
        await StartAsync("node1");
        var id = (await FindAsync("node1"))!.Node.Id;
        await StartAsync("node1");
        Assert.Equal(id, (await FindAsync("node1"))!.Node.Id);
        await StartAsync("other");
        Assert.Equal(id, (await FindAsync("other"))!.Node.Id);
        Assert.Null(await FindAsync("node1"));
    }

    [Fact]
    public async Task Restart_WritesNothing()
    {
        await StartAsync("node1");
        var last = await LastIndexAsync();
        await StartAsync("node1");
        await RunAsync();
        Assert.Equal(last, await LastIndexAsync());
    }

    [Fact]
    public async Task WhatIsTakenFromIt_IsBackWithinAMinute()
    {
        await StartAsync("node1");
        await RunAsync();
        await SendAsync(new DeregisterCatalog("node1", "", ""));
        await RunAsync();
        Assert.Null(await FindAsync("node1"));
        _time.Advance(TimeSpan.FromMinutes(1));
        await RunAsync();
        Assert.NotNull(await FindAsync("node1"));
    }

    [Fact]
    public async Task NodesThatOthersRegistered_Stay_UnlessTheyClaimToBeOfTheCluster()
    {
        await StartAsync("node1");
        var external = new CatalogNode("external", "", "10.0.0.9", null, null, 0, 0);
        await SendAsync(new RegisterCatalog(external, false, null, [OwnNode.Health("external", true) with { CheckId = "ping" }]));
        await SendAsync(new RegisterCatalog(external with { Name = "gone" }, false, null, [OwnNode.Health("gone", true)]));
        await RunAsync();
        Assert.NotNull(await FindAsync("external"));
        Assert.Null(await FindAsync("gone"));
    }

    private async Task StartAsync(string name)
    {
        if (_node is not null) await _node.DisposeAsync();
        _node = await TestNode.StartAsync(
            _folder.File("data"), options => options.NodeName = name, services => services.AddBatataCatalogMembers().AddSingleton<TimeProvider>(_time));
    }

    private Task RunAsync() => _node!.Get<IEnumerable<IHostedService>>().OfType<CatalogMembers>().Single().RunAsync(CancellationToken.None);

    private async Task<NodeContent?> FindAsync(string name) => (await _node!.Get<ICatalogQueries>().NodeAsync(name, default)).Node;

    /// <summary>One more for each entry that was applied to Consul's state.</summary>
    private async Task<ulong> LastIndexAsync() => await _node!.Database.ReadAsync(static (session, _) => StateIndexes.Read(session, "last"), CancellationToken.None);

    private async Task SendAsync(IRequest<Domain.Shared.Outcome<bool>> request) => Assert.True((await _node!.Get<IMediator>().Send(request)).Value);
}
