using Batata.Load.Drivers;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>One publish against thousands of long polls on the same config.</summary>
internal sealed class FanOut : IMeasure
{
    private const int WarmUpListeners = 200;

    private int _publishes;

    public string Name => "fan-out";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var listeners = bench.Options.Listeners;
        var pair = await bench.PairAsync(cancellationToken);
        var content = HttpRequests.Content("before");
        await ConfigLoader.PublishAsync(pair.Batata.Http, "hot", content, cancellationToken);
        foreach (var server in (Server[])[pair.Baseline, pair.Batata]) await SliceAsync(server, WarmUpListeners);
        var (baseline, batata) = await bench.AlternateAsync(server => SliceAsync(server, listeners), cancellationToken);
        bench.Report.Add(new Figure(Name, $"{listeners} long polls, one publish: last answered after", "ms", baseline, batata));

        async Task<Slice> SliceAsync(Server server, int count)
        {
            using var polls = await LongPolls.OpenAsync(server.Http, count, content, cancellationToken);
            var next = HttpRequests.Content($"change-{++_publishes}-");
            var time = await polls.ReleaseAsync(server.Http, next, cancellationToken);
            if (server == pair.Batata) content = next;
            return new Slice(time, count);
        }
    }
}
