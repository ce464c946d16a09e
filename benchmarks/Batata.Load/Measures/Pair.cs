using Batata.Load.Drivers;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>The baseline and Batata side by side; the one that is not driven is idle.</summary>
internal sealed class Pair(Server baseline, Server batata) : IAsyncDisposable
{
    /// <summary>Long enough for the runtime to compile the hot paths again with what it has seen.</summary>
    private const int WarmUpSeconds = 3;

    public Server Baseline => baseline;

    public Server Batata => batata;

    public static async Task<Pair> StartAsync(Bench bench, CancellationToken cancellationToken)
    {
        var baseline = await bench.Rig.StartBaselineAsync(cancellationToken);
        Server? batata = null;
        try
        {
            batata = await bench.Rig.StartBatataAsync(bench.Rig.NewDataFolder(), cancellationToken);
            Console.Error.WriteLine($"filling with {bench.Options.Configs} configs …");
            await ConfigLoader.FillAsync(batata.Http, bench.Options.Configs, cancellationToken);
            Console.Error.WriteLine("warming up …");
            foreach (var server in (Server[])[baseline, batata])
                await bench.Wrk.RunAsync(server.Http, HttpRequests.GetPath("hot"), bench.Options.Connections, WarmUpSeconds, cancellationToken);
            return new Pair(baseline, batata);
        }
        catch
        {
            await baseline.DisposeAsync();
            if (batata is not null) await batata.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await baseline.DisposeAsync();
        await batata.DisposeAsync();
    }
}
