using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Http;
using Batata.Application.Cluster;

namespace Batata.Api.Nacos.Core;

/// <summary>How many connections the nodes have, as the loader calls sum it up. Protocol source: Nacos 3.1 <c>NacosServerLoaderService</c>.</summary>
internal sealed record LoadSummary(IReadOnlyList<(MemberName Node, ClientLoad Load)> Details, int Members)
{
    private const double Tolerance = 1.1;

    public int Total { get; } = Details.Sum(static one => one.Load.FromSdks);

    public int Max { get; } = Details.Count == 0 ? 0 : Details.Max(static one => one.Load.FromSdks);

    public int Min { get; } = Details.Count == 0 ? 0 : Details.Min(static one => one.Load.FromSdks);

    /// <summary>Nacos: a whole number.</summary>
    public int Average => Details.Count == 0 ? 0 : Total / Details.Count;

    public double Threshold => Average * Tolerance;

    /// <summary>Every node answered.</summary>
    public bool IsComplete => Details.Count == Members;
}

/// <summary>Moves connections between nodes, for v2 and v3.</summary>
internal sealed class LoaderCalls(ConnectionLoad connections, IClusterLoad cluster, IMembers members, TimeProvider time)
{
    public (IEnumerable<ClientConnection> Connections, DateTimeOffset Now) Current() => (connections.Registered(), time.GetUtcNow());

    public void ReloadCurrent(NacosRequest request) => connections.MoveDownTo(request.Int("count"), request["redirectAddress"]);

    public void ReloadClient(NacosRequest request) => connections.Move(request.Text("connectionId"), request["redirectAddress"]);

    public async Task<LoadSummary> SummaryAsync(CancellationToken cancellationToken)
    {
        var count = members.Current.All.Count;
        var loads = await cluster.CollectAsync(cancellationToken);
        return new LoadSummary([.. loads.OrderBy(static one => one.Node.Address, StringComparer.Ordinal)], count);
    }

    /// <summary>
    /// Nodes that are over the average by more than the factor send clients to those that are under it by more, the fullest to the emptiest.
    /// </summary>
    /// <returns>False when a node did not answer.</returns>
    public async Task<bool> SmartReloadAsync(double factor, CancellationToken cancellationToken)
    {
        var summary = await SummaryAsync(cancellationToken);
        var (high, low) = (summary.Average * (1 + factor), summary.Average * (1 - factor));
        var full = summary.Details.Where(one => one.Load.FromSdks > high).OrderByDescending(static one => one.Load.FromSdks).ToList();
        var empty = summary.Details.Where(one => one.Load.FromSdks < low).OrderBy(static one => one.Load.FromSdks).ToList();
        // Without an emptier one, who moves could only make another node too full.
        var moves = empty.Count == 0 ? [] : full.Select((one, i) => cluster.MoveDownToAsync(one.Node, Math.Max(1, (int)high), empty[i % empty.Count].Node.Address, cancellationToken));
        var done = await Task.WhenAll(moves);
        return summary.IsComplete && Array.TrueForAll(done, static answered => answered);
    }
}
