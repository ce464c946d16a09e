using Batata.Application.Catalog;
using Batata.Application.Sessions;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Batata.Domain.Shared;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Tests.Catalog;

/// <summary>A node whose catalog is written through its log.</summary>
public abstract class CatalogNodeTests : IAsyncLifetime, IDisposable
{
    protected const string Id = "7d3c1a09-5b6e-4f70-8a91-b2c3d4e5f609";

    private readonly TemporaryFolder _folder = new();
    private readonly SeenEnds _ends = new();
    private TestNode? _node;

    protected ICatalogQueries Queries => _node!.Get<ICatalogQueries>();

    protected IReadOnlyList<string> Ended => _ends.Seen;

    public async Task InitializeAsync() =>
        _node = await TestNode.StartAsync(_folder.File("data"), change: services => services.AddSingleton<ISessionEnds>(_ends));

    public async Task DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static CatalogNode Node(string name) => new(name, "", "10.0.0.1", null, null, 0, 0);

    protected static ServiceInstance Service(string node, string id, string name) => new(
        node, id, name, "", [], "", 80, [], new Dictionary<string, ServiceAddress>(), null, "", ServiceWeights.Default, false, null, false, null, 0, 0);

    protected static ServiceInstance Proxy(string node, string id, string of) =>
        Service(node, id, of + "-proxy") with { Kind = ServiceInstance.ConnectProxyKind, Proxy = new ServiceProxy(of, "", "{}") };

    protected static HealthCheck Check(string node, string id, string service = "") => new(node, id, id, CheckStatus.Passing, "", "", service, "", [], "", "", "", 0, "{}", 0, 0);

    protected Watch Watch(params WatchTopic[] topics) => _node!.Get<IWatches>().Open(topics);

    protected async Task RegisterAsync(CatalogNode node, ServiceInstance? service = null, params HealthCheck[] checks) =>
        Assert.Null((await TryRegisterAsync(node, service, checks)).Failure);

    protected Task<Outcome<bool>> TryRegisterAsync(CatalogNode node, ServiceInstance? service = null, params HealthCheck[] checks) =>
        _node!.Get<IMediator>().Send(new RegisterCatalog(node, false, service, checks));

    protected async Task DeregisterAsync(string node, string serviceId = "", string checkId = "") =>
        Assert.True((await _node!.Get<IMediator>().Send(new DeregisterCatalog(node, serviceId, checkId))).Value);

    private protected async Task<SeenIndexes> IndexesAsync(string service, string node) => new(
        (await Queries.NodesAsync(default)).Index, (await Queries.ServicesAsync(default)).Index, (await Queries.ServiceAsync(service, default)).Index,
        (await Queries.NodeAsync(node, default)).Index, (await Queries.ChecksAsync(default)).Index);

    private protected sealed record SeenIndexes(ulong Nodes, ulong Services, ulong Service, ulong Node, ulong Checks);

    private sealed class SeenEnds : ISessionEnds
    {
        public List<string> Seen { get; } = [];

        public void OfNode(string node, ulong index, StateChanges changes) => Seen.Add($"node {node}");

        public void OfCheck(string node, string checkId, ulong index, StateChanges changes) => Seen.Add($"check {node} {checkId}");
    }
}
