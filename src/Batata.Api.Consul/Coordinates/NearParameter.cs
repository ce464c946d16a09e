using Batata.Api.Consul.Http;
using Batata.Application.Cluster;
using Batata.Application.Coordinates;

namespace Batata.Api.Consul.Coordinates;

/// <summary>
/// <c>?near=</c> of the reads of nodes and services. Such a read depends on <c>WatchKind.Coordinates</c> as well: a move makes it sort anew, though it ends nobody's
/// wait, since the index stays. Protocol source: Consul <c>parseSource</c>.
/// </summary>
internal sealed class NearParameter(Distances distances, IClusterNodes nodes)
{
    /// <returns>Name of the node to sort from; empty when nothing is sorted.</returns>
    public string Of(ConsulRequest request) => request.Query.First("near") switch
    {
        "_agent" => nodes.Self.Label,
        var node => node,
    };

    /// <inheritdoc cref="Distances.SortAsync"/>
    public ValueTask<IReadOnlyList<T>> SortAsync<T>(IReadOnlyList<T> items, Func<T, string> nodeOf, string near, CancellationToken cancellationToken) =>
        distances.SortAsync(items, nodeOf, near, cancellationToken);
}
