using Batata.Load.Drivers;
using Batata.Load.Reporting;

namespace Batata.Load.Measures;

/// <summary>
/// InstanceRequest over registered gRPC connections. Every call changes something: each connection goes round its services, with another port in
/// every round. The baseline's method does nothing and answers the same.
/// </summary>
internal sealed class GrpcRegister : IMeasure
{
    private const int Services = 500;

    /// <summary>Nothing has registered before: the runtime compiles the path again with what it sees now.</summary>
    private const int WarmUpSeconds = 3;

    private static readonly int[] Ports = [8080, 8081];

    public string Name => "grpc-register";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var pair = await bench.PairAsync(cancellationToken);
        using var toBaseline = await GrpcLoad.OpenAsync(pair.Baseline.Grpc, client => Calls("/Request/empty", client), cancellationToken);
        using var toBatata = await GrpcLoad.OpenAsync(pair.Batata.Grpc, client => Calls(GrpcCalls.Request, client), cancellationToken);
        foreach (var load in (GrpcLoad[])[toBaseline, toBatata]) await load.RunAsync(WarmUpSeconds, cancellationToken);
        var (baseline, batata) = await bench.AlternateAsync(
            server => (server == pair.Baseline ? toBaseline : toBatata).RunAsync(bench.Options.Seconds, cancellationToken), cancellationToken);
        bench.Report.Add(new Figure(Name, $"gRPC register over {Services} services, {GrpcLoad.Description}", "req/s", baseline, batata, Target.RatioAtLeast(0.6)));
    }

    private static GrpcCalls Calls(string path, int client) => new(
        path,
        "naming",
        [.. Ports.SelectMany(port => Enumerable.Range(0, Services).Select(number => NamingMessages.Register($"grpc-{number}", NamingMessages.Ip(client), port)))]);
}
