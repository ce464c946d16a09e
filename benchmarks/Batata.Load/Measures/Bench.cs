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
    public async Task<(double[] Baseline, double[] Batata)> AlternateAsync(Func<Server, Task<double>> slice, CancellationToken cancellationToken)
    {
        var pair = await PairAsync(cancellationToken);
        var (baseline, batata) = (new double[options.Rounds], new double[options.Rounds]);
        for (var round = 0; round < options.Rounds; round++)
        {
            baseline[round] = await slice(pair.Baseline);
            batata[round] = await slice(pair.Batata);
        }
        return (baseline, batata);
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
