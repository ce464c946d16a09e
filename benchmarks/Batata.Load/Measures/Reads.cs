using System.Globalization;
using Batata.Load.Drivers;
using Batata.Load.Reporting;

namespace Batata.Load.Measures;

/// <summary>Config GET of one key over HTTP.</summary>
internal sealed class GetHot : IMeasure
{
    public string Name => "get-hot";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var options = bench.Options;
        var (baseline, batata) = await bench.AlternateAsync(
            server => bench.Wrk.RunAsync(server.Http, HttpRequests.GetPath("hot"), options.Connections, options.Seconds, cancellationToken), cancellationToken);
        bench.Report.Add(new Figure(Name, $"config GET, one key, {options.Connections} connections", "req/s", baseline, batata, Target.RatioAtLeast(0.85)));
    }
}

/// <summary>Config GET that goes round all keys.</summary>
internal sealed class GetMany : IMeasure
{
    public string Name => "get-many";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var options = bench.Options;
        var keys = options.Configs.ToString(CultureInfo.InvariantCulture);
        var (baseline, batata) = await bench.AlternateAsync(
            server => bench.Wrk.RunAsync(server.Http, "/", options.Connections, options.Seconds, cancellationToken, "get_many.lua", ("KEYS", keys)), cancellationToken);
        bench.Report.Add(new Figure(Name, $"config GET over {keys} keys, {options.Connections} connections", "req/s", baseline, batata));
    }
}

/// <summary>ConfigQueryRequest over registered gRPC connections.</summary>
internal sealed class GrpcQuery : IMeasure
{
    public string Name => "grpc-query";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var pair = await bench.PairAsync(cancellationToken);
        var query = new GrpcCalls(GrpcCalls.Request, "config", [NacosPayload.ConfigQuery("hot")]);
        using var toBaseline = await GrpcLoad.OpenAsync(pair.Baseline.Grpc, _ => query, cancellationToken);
        using var toBatata = await GrpcLoad.OpenAsync(pair.Batata.Grpc, _ => query, cancellationToken);
        foreach (var load in (GrpcLoad[])[toBaseline, toBatata]) await load.RunAsync(1, cancellationToken);
        var (baseline, batata) = await bench.AlternateAsync(
            server => (server == pair.Baseline ? toBaseline : toBatata).RunAsync(bench.Options.Seconds, cancellationToken), cancellationToken);
        bench.Report.Add(new Figure(Name, $"gRPC config query, {GrpcLoad.Description}", "req/s", baseline, batata));
    }
}
