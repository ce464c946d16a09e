using Batata.Api.Consul.Catalog;
using Batata.Api.Consul.Coordinates;
using Batata.Api.Consul.Filters;
using Batata.Api.Consul.Http;
using Batata.Application.Catalog;
using Batata.Application.Watches;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Health;

/// <summary>Lists of checks. All report the index of all checks, and wait for any of them. Protocol source: Consul <c>agent/health_endpoint.go</c>.</summary>
internal sealed class CheckReads(ICatalogQueries catalog, FilteredReads reads, FilterSchemas schemas, NearParameter near)
{
    private const string Any = "any";

    public async Task NodeAsync(ConsulRequest request)
    {
        // Neither the nodes' metadata nor a place to sort from is looked at here.
        if (await CatalogRequest.ReadAsync(request, "", missing: "Missing node name") is not { } asked) return;
        await ServeAsync(request, asked with { NodeMeta = new Dictionary<string, string>() }, token => catalog.ChecksOfNodeAsync(request.Rest, token));
    }

    public async Task ServiceAsync(ConsulRequest request)
    {
        if (await CatalogRequest.ReadAsync(request, near.Of(request), missing: "Missing service name") is not { } asked) return;
        await ServeAsync(request, asked, token => catalog.ChecksOfServiceAsync(request.Rest, token));
    }

    public async Task StateAsync(ConsulRequest request)
    {
        if (await CatalogRequest.ReadAsync(request, near.Of(request), missing: "Missing check state") is not { } asked) return;
        var state = request.Rest.ToLowerInvariant();
        await ServeAsync(request, asked, token => state == Any ? catalog.ChecksAsync(token) : catalog.ChecksInStateAsync(state, token));
    }

    private Task ServeAsync(ConsulRequest request, CatalogRequest asked, Func<CancellationToken, ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)>> find) =>
        reads.ServeAsync(request, asked, schemas.Check, asked.Topics(WatchTopic.Checks), async (filter, token) =>
        {
            var (checks, index) = await find(token);
            if (asked.NodeMeta.Count > 0)
            {
                var (nodes, nodesIndex) = await catalog.NodesAsync(token);
                var fitting = nodes.Where(asked.Fits).Select(static node => node.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
                (checks, index) = ([.. checks.Where(check => fitting.Contains(check.Node))], Math.Max(index, nodesIndex));
            }
            var sorted = await near.SortAsync(filter.Of(checks), static check => check.Node, asked.Near, token);
            return FilteredReads.List(sorted, index, asked.Pretty, CheckJson.Write);
        });
}
