using System.Diagnostics;
using System.Text.RegularExpressions;
using Batata.Load.Drivers;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>
/// A cluster of three on this machine: instances are registered on one node as fast as its clients can, and how soon after the last answer the other
/// two have all of them; then the clients go, and how soon nobody has any.
/// </summary>
internal sealed partial class RegistrySync : IMeasure
{
    private const int Instances = 10_000;
    private const int Services = 1_000;
    private const int Holders = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    public string Name => "registry-sync";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.EndPairAsync();
        var nodes = await bench.Rig.StartClusterAsync(cancellationToken);
        try
        {
            var (registered, seen, gone) = (new List<double>(), new List<double>(), new List<double>());
            await RoundAsync(nodes, [], [], [], cancellationToken); // Warms the path up.
            for (var round = 0; round < bench.Options.Rounds; round++) await RoundAsync(nodes, registered, seen, gone, cancellationToken);
            bench.Report.Add(new Figure(Name, $"{Instances} instances in {Services} services of {Holders} gRPC connections on one of three nodes: registered after", "s", [], registered));
            bench.Report.Add(new Figure(Name, "all of them on the other two nodes, after the last answer", "s", [], seen, Target.AtMost(1)));
            bench.Report.Add(new Figure(Name, "none of them on any node, after the connections were closed", "s", [], gone));
        }
        finally
        {
            await Task.WhenAll(nodes.Select(static node => node.DisposeAsync().AsTask()));
        }
    }

    private static async Task RoundAsync(IReadOnlyList<Server> nodes, List<double> registered, List<double> seen, List<double> gone, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        using (await NamingClients.OpenAsync(nodes[0].Grpc, Holders, Instances, Services, cancellationToken))
        {
            registered.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
            since = Stopwatch.GetTimestamp();
            await Task.WhenAll(nodes.Skip(1).Select(node => HasAsync(node, Instances, cancellationToken)));
            seen.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
        }
        since = Stopwatch.GetTimestamp();
        await Task.WhenAll(nodes.Select(node => HasAsync(node, 0, cancellationToken)));
        gone.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
    }

    private static async Task HasAsync(Server node, int instances, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(node.Http, cancellationToken);
        var ask = "GET /nacos/v1/ns/operator/metrics?onlyStatus=false HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            var answer = await connection.SendAsync(ask, cancellationToken);
            var count = InstanceCount().Match(answer.Body).Groups[1].Value;
            if (count == $"{instances}") return;
            if (Stopwatch.GetElapsedTime(since) > Limit) throw new LoadException($"{node.Name} has {count} instances after {Limit.TotalSeconds} s, and not {instances}.");
            await Task.Delay(Pace, cancellationToken);
        }
    }

    [GeneratedRegex("\"instanceCount\":([0-9]+)")]
    private static partial Regex InstanceCount();
}
