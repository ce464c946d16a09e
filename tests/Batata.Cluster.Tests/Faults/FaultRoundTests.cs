using System.Globalization;
using Batata.Cluster.Tests.Crashes;
using Batata.Cluster.Tests.Faults.Catalogue;
using Batata.Cluster.Tests.Faults.Lab;
using Batata.Cluster.Tests.Faults.Load;
using Batata.Cluster.Tests.Several;
using Batata.Testing.Nodes;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Faults;

/// <summary>
/// Three nodes on machines of their own, clients of all kinds, and one fault after the other out of a catalogue. 10 rounds; 100 with <c>BATATA_LONG=1</c>. The seed is
/// printed: <c>BATATA_SEED=…</c> repeats its choices, <c>BATATA_ROUND=…</c> plays one round of it, <c>BATATA_FAULT=…</c> one class, <c>BATATA_ROUNDS=…</c> so many.
/// </summary>
[Collection(SeveralNodes.Name)]
public sealed class FaultRoundTests(ITestOutputHelper output)
{
    private const int WritersOfANode = 3;

    [Fact]
    public async Task Faults_LoseNothingThatWasAcknowledged()
    {
        var seed = Number("BATATA_SEED") ?? Random.Shared.Next();
        var only = Number("BATATA_ROUND");
        var rounds = only ?? Number("BATATA_ROUNDS") ?? (Environment.GetEnvironmentVariable("BATATA_LONG") == "1" ? 100 : 10);
        var table = Path.Combine(Directory.CreateDirectory(Path.Combine(NodeProgram.RepositoryRoot, "artifacts")).FullName, "faults.txt");
        output.WriteLine($"seed {seed}, {rounds} rounds; the table grows in {table}");
        var reports = new List<RoundReport>();
        var logs = "";
        Laboratory? lab = null;
        IReadOnlyList<TrackedKey> keys = [];
        try
        {
            foreach (var (fault, i) in AllFaults.InOrderOf(new Random(seed), Environment.GetEnvironmentVariable("BATATA_FAULT")).Take(rounds).Select(static (fault, i) => (fault, i)))
            {
                var round = i + 1;
                if (only is not null && round != only) continue;
                if (lab is not null && lab.HasClocks != fault.NeedsClocks)
                {
                    await lab.DisposeAsync();
                    lab = null;
                }
                if (lab is null)
                {
                    // Many snapshots, so that faults hit those as well and who was away needs one now and then.
                    lab = await Laboratory.StartAsync(new Dictionary<string, string> { ["batata.raft.snapshot-entries"] = "1000" }, fault.NeedsClocks);
                    keys = [.. Enumerable.Range(0, Laboratory.Nodes * WritersOfANode * ConfigWriters.KeysOfAWriter).Select(key => new TrackedKey($"fault.{round}.{key}"))];
                }
                var report = await new Round(lab, round, keys, new Random(unchecked((seed * 7919) + round))).PlayAsync(fault);
                reports.Add(report);
                File.WriteAllText(table, $"seed {seed}\n{RoundReport.Table(reports)}");
                if (report.Problems.Count == 0) continue;
                // One that is broken would say the same again in each of the next rounds.
                var said = $"round {round} ({fault.Name}):\n{lab.Cluster.Logs()}\n\n{string.Join('\n', report.Sights)}";
                File.WriteAllText(Path.ChangeExtension(table, $"{round}.log"), said);
                if (logs.Length == 0) logs = said;
                await lab.DisposeAsync();
                lab = null;
            }
        }
        finally
        {
            if (lab is not null) await lab.DisposeAsync();
            output.WriteLine(RoundReport.Table(reports));
        }

        var failOvers = reports.SelectMany(static round => round.FailOvers).Order().ToList();
        if (failOvers.Count > 0) output.WriteLine($"written again without the old leader: median {failOvers[failOvers.Count / 2].TotalSeconds:F2} s, worst {failOvers[^1].TotalSeconds:F2} s of {failOvers.Count}");
        var bad = reports.Where(static round => round.Problems.Count > 0).ToList();
        if (bad.Count > 0) Assert.Fail($"{bad.Count} of {reports.Count} rounds, seed {seed}:\n{RoundReport.Table(bad)}\n{logs}");
        Assert.All(reports, static round => Assert.True(round.Written > 5 && round.Replaced.Taken > 2 && round.Keys.Taken > 2 && round.Locks > 0 && round.SessionLocks > 0, $"hardly anything was written in round {round.Round}: the fault hit an idle cluster"));
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var given) ? given : null;
}
