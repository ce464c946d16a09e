using System.Diagnostics;
using Batata.Load.Drivers;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>
/// Many instances in many services of thousands of gRPC connections: the time to register them, resident memory, and how soon one change of one service
/// is with each of its subscribers. The baseline holds the same connections and knows nothing.
/// </summary>
internal sealed class NamingScale : IMeasure
{
    /// <summary>Changes within this time become one push (<c>nacos.naming.push.pushTaskDelay</c>); waited for by intent, so not counted.</summary>
    private const double MergeWindowMs = 500;

    private const int FirstPort = 20_000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PushLimit = TimeSpan.FromSeconds(10);

    public string Name => "naming-scale";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.EndPairAsync();
        var options = bench.Options;
        double baselineResident;
        await using (var baseline = await bench.Rig.StartBaselineAsync(cancellationToken))
        {
            using var connections = await NamingClients.OpenAsync(baseline.Grpc, options.Holders, 0, 1, cancellationToken);
            baselineResident = await ReadAsync(baseline, cancellationToken);
            connections.CheckAllThere();
        }
        await using var batata = await bench.Rig.StartBatataAsync(bench.Rig.NewDataFolder(), cancellationToken);
        var since = Stopwatch.GetTimestamp();
        using var clients = await NamingClients.OpenAsync(batata.Grpc, options.Holders, options.Instances, options.Services, cancellationToken);
        var filled = Stopwatch.GetElapsedTime(since).TotalSeconds;
        var resident = await ReadAsync(batata, cancellationToken);
        var (p50, p99) = await PushAsync(clients, options, cancellationToken);
        clients.CheckAllThere();

        var what = $"{options.Instances} instances in {options.Services} services of {options.Holders} gRPC connections";
        bench.Report.Add(new Figure(Name, $"{what}: connected and registered after", "s", [], [filled]));
        bench.Report.Add(new Figure(Name, $"resident, {what}", "MB", [baselineResident], [resident], Target.AtMost(500)));
        bench.Report.Add(new Figure(Name, $"one change, {options.Subscribers} subscribers: pushed after the merge window, p50", "ms", [], p50));
        bench.Report.Add(new Figure(Name, $"one change, {options.Subscribers} subscribers: pushed after the merge window, p99", "ms", [], p99, Target.AtMost(200)));
    }

    private static async Task<(double[] P50, double[] P99)> PushAsync(NamingClients clients, LoadOptions options, CancellationToken cancellationToken)
    {
        var service = NamingMessages.ServiceName(0);
        await clients.SubscribeAsync(options.Subscribers, service, cancellationToken);
        await Task.Delay(Settle, cancellationToken); // A new subscription is pushed to as well.
        await clients.ChangeAsync(service, FirstPort, options.Subscribers, PushLimit, cancellationToken); // Warms the path up.
        var (p50, p99) = (new double[options.Rounds], new double[options.Rounds]);
        for (var round = 0; round < options.Rounds; round++)
        {
            var times = await clients.ChangeAsync(service, FirstPort + 1 + round, options.Subscribers, PushLimit, cancellationToken);
            (p50[round], p99[round]) = (At(times, 0.5) - MergeWindowMs, At(times, 0.99) - MergeWindowMs);
        }
        return (p50, p99);
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    private static async Task<double> ReadAsync(Server server, CancellationToken cancellationToken)
    {
        await Task.Delay(Settle, cancellationToken);
        return await server.ResidentBytesAsync(cancellationToken) / 1e6;
    }
}
