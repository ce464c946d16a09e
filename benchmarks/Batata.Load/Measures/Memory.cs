using Batata.Load.Drivers;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>Resident memory (VmRSS) a few seconds after the last thing happened.</summary>
internal sealed class Memory : IMeasure
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public string Name => "memory";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.EndPairAsync();
        var rig = bench.Rig;
        var data = rig.NewDataFolder();
        double baselineIdle, baselineListening, idle, filled, listening;
        await using (var baseline = await rig.StartBaselineAsync(cancellationToken))
        {
            baselineIdle = await ReadAsync(baseline, cancellationToken);
            baselineListening = await WithListenersAsync(bench, baseline, cancellationToken);
        }
        await using (var batata = await rig.StartBatataAsync(data, cancellationToken))
        {
            idle = await ReadAsync(batata, cancellationToken);
            await ConfigLoader.FillAsync(batata.Http, bench.Options.Configs, cancellationToken);
        }
        await using (var batata = await rig.StartBatataAsync(data, cancellationToken))
        {
            filled = await ReadAsync(batata, cancellationToken);
            listening = await WithListenersAsync(bench, batata, cancellationToken);
        }
        bench.Report.Add(new Figure(Name, "resident, idle", "MB", [baselineIdle], [idle], Target.AtMost(100)));
        bench.Report.Add(new Figure(Name, $"resident, started with {bench.Options.Configs} configs", "MB", [baselineIdle], [filled]));
        bench.Report.Add(new Figure(Name, $"resident, and {bench.Options.Listeners} long polls", "MB", [baselineListening], [listening]));
    }

    private static async Task<double> WithListenersAsync(Bench bench, Server server, CancellationToken cancellationToken)
    {
        using var polls = await LongPolls.OpenAsync(server.Http, bench.Options.Listeners, HttpRequests.Content("hot"), cancellationToken);
        return await ReadAsync(server, cancellationToken);
    }

    private static async Task<double> ReadAsync(Server server, CancellationToken cancellationToken)
    {
        await Task.Delay(Settle, cancellationToken);
        return await server.ResidentBytesAsync(cancellationToken) / 1e6;
    }
}
