using System.Globalization;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>
/// 50 contenders for one lock of Consul, which die with it now and then, and a server that is killed every hundred acquisitions or so: never two holders, and each
/// with a higher LockIndex. 200 acquisitions; 2,000 with <c>BATATA_LONG=1</c>. <c>BATATA_SEED=…</c> repeats the choices of one that failed.
/// </summary>
public sealed class SessionLockOverKillTests(ITestOutputHelper output)
{
    private const int Contenders = 50;

    [Fact]
    public async Task ManyContenders_NeverTwoHolders_WhoeverDies()
    {
        var acquisitions = Environment.GetEnvironmentVariable("BATATA_LONG") == "1" ? 2_000 : 200;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BATATA_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"BATATA_SEED={seed}");
        await using var node = await NodeProcess.StartNewAsync(new NodeSettings { Properties = new Dictionary<string, string> { ["batata.consul.session-ttl-min"] = "100" } });
        var model = new LockModel();
        var kills = new ServerKills(node, new Random(seed), model);
        var contenders = Enumerable.Range(0, Contenders).Select(i => new LockContender(node, model, "one", seed + 1 + i)).ToList();

        await Task.WhenAll(contenders.Select(one => one.RunAsync(acquisitions, kills.Acquired)));
        await kills.Running;

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{model.Acquisitions} acquisitions, {contenders.Sum(static one => one.Deaths)} holders died, {contenders.Sum(static one => one.Ghosts)} of them worked on before anybody came, {kills.Count} kills of the server, {model.Late} holders were too late to renew"));
        Assert.True(model.Acquisitions >= acquisitions);
        Assert.True(kills.Count >= acquisitions / 200);
        Assert.True(contenders.Sum(static one => one.Deaths) > 0);
        Assert.True(model.Late < acquisitions / 10, "the machine is too slow to tell");
    }

    /// <summary>Kills the server and starts it again, every 50 to 150 acquisitions, while everybody goes on.</summary>
    private sealed class ServerKills(NodeProcess node, Random random, LockModel model)
    {
        private int _next = random.Next(50, 150);

        public int Count { get; private set; }

        public Task Running { get; private set; } = Task.CompletedTask;

        public void Acquired()
        {
            lock (random)
            {
                if (model.Acquisitions < _next || !Running.IsCompleted) return;
                _next = model.Acquisitions + random.Next(50, 150);
                Count++;
                Running = KillAsync();
            }
        }

        private async Task KillAsync()
        {
            await node.KillAsync();
            await node.StartAsync();
        }
    }
}
