using System.Globalization;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>PUT of keys of Consul, each durable before it is answered; the baseline only reads the body and answers <c>true</c>.</summary>
internal sealed class KeyPut : IMeasure
{
    private static readonly int[] Writers = [1, 64];
    private int _run;

    public string Name => "kv-put";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.AlternateAsync(server => SliceAsync(bench, server, Writers[^1], 1, cancellationToken), cancellationToken); // Warms both up.
        var samples = Writers.ToDictionary(static writers => writers, static _ => (Baseline: new Samples(), Batata: new Samples()));
        // All numbers of writers in each round, so that what is compared below was measured within seconds.
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            foreach (var (writers, both) in samples)
                await bench.TakeBothAsync(both, server => SliceAsync(bench, server, writers, bench.Options.Seconds, cancellationToken), cancellationToken);
        }
        foreach (var (writers, (baseline, batata)) in samples)
            bench.Report.Add(new Figure(Name, $"KV PUT of 1 KiB, {writers} {(writers == 1 ? "writer" : "writers")}", "req/s", baseline, batata));
        var (one, many) = (samples[Writers[0]].Batata.Values, samples[Writers[^1]].Batata.Values);
        bench.Report.Add(new Figure(Name, $"KV PUT at {Writers[^1]} writers / at one", "×", [], [.. many.Zip(one, static (m, o) => m / o)], Target.AtLeast(20)));
    }

    private Task<Slice> SliceAsync(Bench bench, Server server, int writers, int seconds, CancellationToken cancellationToken)
    {
        var run = (++_run).ToString(CultureInfo.InvariantCulture);
        return bench.Wrk.RunAsync(server.Http, "/", writers, seconds, cancellationToken, "put_key.lua", ("RUN", run));
    }
}
