using System.Globalization;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>
/// Publishes to a cluster of three on this machine, over all of its nodes, against publishes to one node alone. They share processors and disk, which three machines would not: the
/// ratio is what replication costs here, not what a cluster can do.
/// </summary>
internal sealed class ClusterPublish : IMeasure
{
    private const int Writers = 48;
    private int _run;

    public string Name => "cluster-publish";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.EndPairAsync();
        await using var alone = await bench.Rig.StartBatataAsync(bench.Rig.NewDataFolder(), cancellationToken);
        var nodes = await bench.Rig.StartClusterAsync(cancellationToken);
        try
        {
            List<double> one = [], three = [];
            for (var round = -1; round < bench.Options.Rounds; round++) // The first one warms both up.
            {
                var (single, cluster) = (await SliceAsync(bench, [alone], cancellationToken), await SliceAsync(bench, nodes, cancellationToken));
                if (round < 0) continue;
                one.Add(single);
                three.Add(cluster);
            }
            bench.Report.Add(new Figure(Name, $"publish of 1 KiB to one node, {Writers} writers", "req/s", [], one));
            bench.Report.Add(new Figure(Name, $"publish of 1 KiB to three nodes of one machine, {Writers} writers", "req/s", [], three));
            bench.Report.Add(new Figure(Name, "three nodes / one", "×", [], [.. three.Zip(one, static (t, o) => t / o)]));
        }
        finally
        {
            await Task.WhenAll(nodes.Select(static node => node.DisposeAsync().AsTask()));
        }
    }

    private async Task<double> SliceAsync(Bench bench, IReadOnlyList<Server> servers, CancellationToken cancellationToken)
    {
        var slices = await Task.WhenAll(servers.Select(server => bench.Wrk.RunAsync(
            server.Http, "/", Writers / servers.Count, bench.Options.Seconds, cancellationToken, "publish.lua", ("RUN", (++_run).ToString(CultureInfo.InvariantCulture)))));
        return slices.Sum(static slice => slice.Value);
    }
}
