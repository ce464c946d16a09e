using Batata.Load.Drivers;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>From the creation of the process to its first answered config GET.</summary>
internal sealed class Start : IMeasure
{
    private const int Starts = 5;

    public string Name => "start";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.EndPairAsync();
        var rig = bench.Rig;
        var filled = rig.NewDataFolder();
        await using (var server = await rig.StartBatataAsync(filled, cancellationToken))
            await ConfigLoader.FillAsync(server.Http, bench.Options.Configs, cancellationToken);

        var (baseline, empty, full) = (new double[Starts], new double[Starts], new double[Starts]);
        for (var i = 0; i < Starts; i++)
        {
            baseline[i] = await TimeAsync(rig.StartBaselineAsync(cancellationToken));
            empty[i] = await TimeAsync(rig.StartBatataAsync(rig.NewDataFolder(), cancellationToken));
            full[i] = await TimeAsync(rig.StartBatataAsync(filled, cancellationToken));
        }
        bench.Report.Add(new Figure(Name, "start to first answer, new data folder", "s", baseline, empty, Target.AtMost(1.0)));
        bench.Report.Add(new Figure(Name, $"start to first answer, {bench.Options.Configs} configs", "s", baseline, full, Target.AtMost(1.0)));
    }

    private static async Task<double> TimeAsync(Task<Server> start)
    {
        await using var server = await start;
        return server.StartedIn.TotalSeconds;
    }
}
