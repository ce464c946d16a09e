using System.Globalization;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>Publishes over HTTP, each durable before it is answered; the baseline only reads the form and answers <c>true</c>.</summary>
internal sealed class Publish : IMeasure
{
    private static readonly int[] Writers = [1, 16, 64];
    private int _run;

    public string Name => "publish";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.AlternateAsync(server => SliceAsync(bench, server, Writers[^1], 1, cancellationToken), cancellationToken); // Warms both up.
        var one = 0.0;
        foreach (var writers in Writers)
        {
            var (baseline, batata) = await bench.AlternateAsync(server => SliceAsync(bench, server, writers, bench.Options.Seconds, cancellationToken), cancellationToken);
            var figure = new Figure(Name, $"publish of 1 KiB, {writers} {(writers == 1 ? "writer" : "writers")}", "req/s", baseline, batata);
            bench.Report.Add(figure);
            if (writers == 1) one = figure.BatataMedian;
            if (writers == Writers[^1])
                bench.Report.Add(new Figure(Name, $"publish at {writers} writers / at one", "×", [], [figure.BatataMedian / one], Target.AtLeast(20)));
        }
    }

    private Task<Slice> SliceAsync(Bench bench, Server server, int writers, int seconds, CancellationToken cancellationToken)
    {
        var run = (++_run).ToString(CultureInfo.InvariantCulture);
        return bench.Wrk.RunAsync(server.Http, "/", writers, seconds, cancellationToken, "publish.lua", ("RUN", run));
    }
}
