using Batata.Application.Cluster;
using Batata.Application.Coordinates;
using Batata.Domain.Catalog;
using Batata.Domain.Coordinates;
using Batata.Infrastructure.Coordinates;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Sessions;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Tests.Events;

public sealed class CoordinateTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private TestNode? _node;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Coordinates_OfKnownNodes_AreKept_AndTheLastCounts()
    {
        await StartAsync("n1", "n2");
        Take("N1", 0.25);
        Take("n1", 0.5);
        Take("n2", 0.125);
        Take("stranger", 1);
        await Updates.RunAsync(default);
        var (all, index) = await Queries.ListAsync(default);
        Assert.Equal(["n1", "n2"], all.Where(static place => place.Node is "n1" or "n2").Select(static place => place.Node));
        Assert.DoesNotContain(all, static place => place.Node == "stranger");
        var (one, sameIndex) = await Queries.FindAsync("N1", default);
        Assert.Equal(0.5, Assert.Single(one).Coordinate.Vec[0]);
        Assert.Equal(index, sameIndex);
        Assert.True(index > 0);
    }

    [Fact]
    public async Task Node_OfTheCluster_StandsAtTheOrigin()
    {
        await StartAsync();
        var own = _node!.Get<IClusterNodes>().Self.Label;
        Assert.Empty((await Queries.FindAsync(own, default)).Places); // not registered, so dropped
        await _node.DisposeAsync();
        await StartAsync(own);
        await Wait.UntilAsync(async () => (await Queries.FindAsync(own, default)).Places.Count == 1, "the node tells where it is");
        Assert.Equivalent(Coordinate.Origin, (await Queries.FindAsync(own, default)).Places[0].Coordinate);
    }

    [Fact]
    public async Task Sort_FromANode_PutsTheNearestFirst_AndThoseWithoutACoordinateLast()
    {
        await StartAsync("a", "b", "c");
        Take("a", 0.5);
        Take("b", 0);
        Take("c", 0.1);
        await Updates.RunAsync(default);
        var distances = _node!.Get<Distances>();
        string[] items = ["lost", "a", "b", "c", "gone"];
        Assert.Equal(["b", "c", "a", "lost", "gone"], await distances.SortAsync(items, static node => node, "b", default));
        Assert.Equal(["a", "c", "b", "lost", "gone"], await distances.SortAsync(items, static node => node, "A", default));
        Assert.Same(items, await distances.SortAsync(items, static node => node, "lost", default));
        Assert.Same(items, await distances.SortAsync(items, static node => node, "", default));
    }

    [Fact]
    public void Distance_TakesHeightAndAdjustment()
    {
        var one = new Coordinate([3, 0, 0, 0, 0, 0, 0, 0], 1, 0, 0.5);
        var two = new Coordinate([0, 4, 0, 0, 0, 0, 0, 0], 1, -1, 0.5);
        Assert.Equal(5, one.DistanceTo(two), 9);
        Assert.Equal(6, one.DistanceTo(two with { Adjustment = -100 }), 9); // an adjustment below nothing is left out
    }

    private ICoordinateQueries Queries => _node!.Get<ICoordinateQueries>();

    private CoordinateUpdates Updates => _node!.Get<CoordinateUpdates>();

    private async Task StartAsync(params string[] nodes)
    {
        var catalog = new KnownCatalog();
        foreach (var node in nodes) catalog.With(node);
        _node = await TestNode.StartAsync(_folder.File("data"), change: services => services.AddSingleton<ICatalogRepository>(catalog));
    }

    private void Take(string node, double x) => Updates.Take(new NodeCoordinate(node, "", new Coordinate([x, 0, 0, 0, 0, 0, 0, 0], 0.5, 0, 1e-5)));
}
