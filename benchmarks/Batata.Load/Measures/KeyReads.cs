using Batata.Load.Drivers;
using Batata.Load.Reporting;

namespace Batata.Load.Measures;

/// <summary>GET of one key of Consul with a value of 1 KiB.</summary>
internal sealed class KeyGet : IMeasure
{
    public string Name => "kv-get";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var pair = await bench.PairAsync(cancellationToken);
        await PlainHttp.TellAsync(pair.Batata, PlainHttp.Send("PUT", "/v1/kv/hot", HttpRequests.Content("hot")), cancellationToken);
        await SameBytes.MeasureAsync(bench, Name, "KV GET, one key", "/v1/kv/hot", Target.RatioAtLeast(0.85), cancellationToken);
    }
}

/// <summary>One write against thousands of blocking queries on its prefix.</summary>
internal sealed class KeyBlocking : IMeasure
{
    private const int WarmUp = 200;
    private int _writes;

    public string Name => "kv-blocking";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var pair = await bench.PairAsync(cancellationToken);
        await RoundAsync(WarmUp);
        var times = new List<double>();
        for (var round = 0; round < bench.Options.Rounds; round++) times.Add(await RoundAsync(bench.Options.Blocked));
        bench.Report.Add(new Figure(Name, $"{bench.Options.Blocked} blocking queries on one prefix, one write: last answered after", "ms", [], times));

        async Task<double> RoundAsync(int count)
        {
            using var queries = await BlockedQueries.OpenAsync(pair.Batata, count, cancellationToken);
            return await queries.ReleaseAsync(pair.Batata, $"{++_writes}", cancellationToken);
        }
    }
}
