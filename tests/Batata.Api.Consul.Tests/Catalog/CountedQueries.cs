using Batata.Application.Catalog;
using Batata.Domain.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Consul.Tests.Catalog;

/// <summary>Counts how often one service is read from the store.</summary>
internal sealed class CountedQueries(ICatalogQueries store) : ICatalogQueries
{
    private int _services;

    public int Services => Volatile.Read(ref _services);

    public static void Replace(IServiceCollection services)
    {
        var kind = services.Last(static one => one.ServiceType == typeof(ICatalogQueries)).ImplementationType!;
        services.AddSingleton(provider => new CountedQueries((ICatalogQueries)ActivatorUtilities.CreateInstance(provider, kind)));
        services.AddSingleton<ICatalogQueries>(static provider => provider.GetRequiredService<CountedQueries>());
    }

    public ValueTask<ServiceHealth> ServiceAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _services);
        return store.ServiceAsync(name, cancellationToken);
    }

    public ValueTask<(IReadOnlyList<CatalogNode> Nodes, ulong Index)> NodesAsync(CancellationToken cancellationToken) => store.NodesAsync(cancellationToken);

    public ValueTask<(SortedDictionary<string, SortedSet<string>> Tags, ulong Index)> ServiceTagsAsync(CancellationToken cancellationToken) => store.ServiceTagsAsync(cancellationToken);

    public ValueTask<(IReadOnlyList<NodeInstance> Instances, ulong Index)> ServicesAsync(CancellationToken cancellationToken) => store.ServicesAsync(cancellationToken);

    public ValueTask<ServiceHealth> ConnectAsync(string name, CancellationToken cancellationToken) => store.ConnectAsync(name, cancellationToken);

    public ValueTask<(NodeContent? Node, ulong Index)> NodeAsync(string nameOrId, CancellationToken cancellationToken) => store.NodeAsync(nameOrId, cancellationToken);

    public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksAsync(CancellationToken cancellationToken) => store.ChecksAsync(cancellationToken);

    public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksOfNodeAsync(string node, CancellationToken cancellationToken) =>
        store.ChecksOfNodeAsync(node, cancellationToken);

    public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksOfServiceAsync(string service, CancellationToken cancellationToken) =>
        store.ChecksOfServiceAsync(service, cancellationToken);

    public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksInStateAsync(string status, CancellationToken cancellationToken) =>
        store.ChecksInStateAsync(status, cancellationToken);

    public ValueTask<ulong> NodesIndexAsync(CancellationToken cancellationToken) => store.NodesIndexAsync(cancellationToken);
}
