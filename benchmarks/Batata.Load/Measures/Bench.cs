using Batata.Load.Drivers;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>What a measure works with.</summary>
internal sealed class Bench(LoadOptions options, Rig rig, Wrk wrk, Report report) : IAsyncDisposable
{
    private Pair? _pair;

    public LoadOptions Options => options;

    public Rig Rig => rig;

    public Wrk Wrk => wrk;

    public Report Report => report;

    /// <summary>Both servers, filled and warm; started when first asked for.</summary>
    public async Task<Pair> PairAsync(CancellationToken cancellationToken) => _pair ??= await Pair.StartAsync(this, cancellationToken);

    /// <summary>For measures that want the machine for themselves.</summary>
    public async Task EndPairAsync()
    {
        if (_pair is not null) await _pair.DisposeAsync();
        _pair = null;
    }

    /// <summary>Takes slices of the baseline and of Batata in turn: A B A B …</summary>
    public async Task<(Samples Baseline, Samples Batata)> AlternateAsync(Func<Server, Task<Slice>> run, CancellationToken cancellationToken)
    {
        var samples = (Baseline: new Samples(), Batata: new Samples());
        for (var round = 0; round < options.Rounds; round++) await TakeBothAsync(samples, run, cancellationToken);
        return samples;
    }

    /// <summary>Takes one slice of the baseline and one of Batata.</summary>
    public async Task TakeBothAsync((Samples Baseline, Samples Batata) samples, Func<Server, Task<Slice>> run, CancellationToken cancellationToken)
    {
        var pair = await PairAsync(cancellationToken);
        foreach (var (server, into) in ((Server, Samples)[])[(pair.Baseline, samples.Baseline), (pair.Batata, samples.Batata)])
        {
            var before = server.ProcessorTime;
            var slice = await run(server);
            into.Add(slice, server.ProcessorTime - before);
        }
    }

    public async ValueTask DisposeAsync() => await EndPairAsync();
}

/// <summary>Figures about one thing.</summary>
internal interface IMeasure
{
    /// <summary>For <c>--only</c>.</summary>
    string Name { get; }

    /// <summary>Adds its figures to the report.</summary>
    Task RunAsync(Bench bench, CancellationToken cancellationToken);
}
