using Batata.Load.Drivers;
using Batata.Load.Reporting;

namespace Batata.Load.Measures;

/// <summary>A GET that the baseline answers with the same bytes from memory.</summary>
internal static class SameBytes
{
    public static async Task MeasureAsync(Bench bench, string measure, string title, string path, Target target, CancellationToken cancellationToken)
    {
        var (options, pair) = (bench.Options, await bench.PairAsync(cancellationToken));
        var before = await PlainHttp.TellAsync(pair.Baseline, PlainHttp.Get("/"), cancellationToken);
        var answer = await PlainHttp.TellAsync(pair.Batata, PlainHttp.Get(path), cancellationToken);
        await PlainHttp.TellAsync(pair.Baseline, PlainHttp.Send("PUT", "/", answer), cancellationToken);
        await bench.Wrk.RunAsync(pair.Batata.Http, path, options.Connections, 1, cancellationToken); // Warms it up.
        var (baseline, batata) = await bench.AlternateAsync(
            server => bench.Wrk.RunAsync(server.Http, path, options.Connections, options.Seconds, cancellationToken), cancellationToken);
        await PlainHttp.TellAsync(pair.Baseline, PlainHttp.Send("PUT", "/", before), cancellationToken);
        bench.Report.Add(new Figure(measure, $"{title}, {options.Connections} connections", "req/s", baseline, batata, target));
    }
}
