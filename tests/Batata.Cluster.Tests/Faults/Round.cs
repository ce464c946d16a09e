using System.Diagnostics;
using System.Globalization;
using Batata.Cluster.Tests.Crashes;
using Batata.Cluster.Tests.Faults.Catalogue;
using Batata.Cluster.Tests.Faults.Lab;
using Batata.Cluster.Tests.Faults.Load;
using Batata.Testing;
using Batata.Testing.Nacos;

namespace Batata.Cluster.Tests.Faults;

/// <summary>All kinds of load, one fault, and what is checked when it is over.</summary>
internal sealed class Round(Laboratory lab, int number, IReadOnlyList<TrackedKey> keys, Random random)
{
    /// <summary>For listeners and subscribers to have the last value, from when all nodes are ready and the load has ended.</summary>
    private static readonly TimeSpan TellLimit = TimeSpan.FromSeconds(5);

    /// <summary>For a client to find that its registration is gone, and to register again: its own question each second, and its patience of three.</summary>
    private static readonly TimeSpan AbsenceLimit = TimeSpan.FromSeconds(5);

    /// <summary>On any node that answers. What is cut off is told what happened meanwhile when the cut, of 8 s at most, is healed.</summary>
    private static readonly TimeSpan AbsenceAnywhereLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LevelPatience = TimeSpan.FromSeconds(30);

    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"round{number}");

    /// <summary>One key of a writer on each node.</summary>
    private readonly IReadOnlyList<string> _heard = [.. Enumerable.Range(0, Laboratory.Nodes).Select(i => keys[i * ConfigWriters.KeysOfAWriter].DataId)];

    public async Task<RoundReport> PlayAsync(IFault fault)
    {
        var watch = Stopwatch.StartNew();
        var scene = new Scene(lab, random);
        using var writers = new ConfigWriters(lab.Cluster, keys, random);
        using var registers = new Registers(lab.Cluster, _prefix, random);
        using var keyRegisters = new KeyRegisters(lab.Cluster, _prefix, random);
        using var sessionLocks = new SessionLocks(lab.Cluster, _prefix, random);
        await using var locks = new Locks(lab.Cluster, _prefix, random);
        await using var naming = new NamingClients(lab.Cluster, _prefix, random);
        var listeners = lab.Cluster.Nodes.SelectMany(node => (IConfigListener[])[new PollingListener(node, _heard, random), new StreamListener(node, _heard, random)]).ToList();
        var subscribers = lab.Cluster.Nodes.Select(node => new Subscriber(node, _prefix, random)).ToList();
        using var instances = new InstanceWatch(lab.Cluster, _prefix, naming, random);
        var before = keys.Sum(static key => key.Acknowledgements);
        var report = new RoundReport(number, fault.Name);
        try
        {
            await naming.StartAsync();
            foreach (var load in (ILoad[])[instances, .. listeners, .. subscribers, locks, registers, keyRegisters, sessionLocks, writers]) await load.StartAsync();
            await scene.HoldAsync(0.3, 1.5);
            await fault.PlayAsync(scene);
            foreach (var node in lab.Cluster.Nodes.Where(node => !node.IsRunning && !scene.MayBeGone.Contains(node))) scene.Problems.Add($"{node.Address} ended by itself");
            await lab.Cluster.StartAllAsync();
            await scene.HoldAsync(0.5, 1);

            await Task.WhenAll(writers.StopAsync(), registers.StopAsync(), keyRegisters.StopAsync(), sessionLocks.StopAsync(), locks.StopAsync());
            report.Told = await SettleAsync(scene, registers, keyRegisters, sessionLocks, locks, listeners, subscribers, instances);
            if (instances.AtHome.Length > AbsenceLimit) scene.Problems.Add($"{instances.AtHome} though its client was registered there");
            if (instances.Anywhere.Length > AbsenceAnywhereLimit) scene.Problems.Add($"{instances.Anywhere} though its client lives");
        }
        catch (Exception e)
        {
            scene.Problems.Add(e is TimeoutException or InvalidOperationException ? e.Message : e.ToString());
        }
        finally
        {
            await Task.WhenAll(((ILoad[])[writers, registers, keyRegisters, sessionLocks, locks, instances, .. listeners, .. subscribers, naming]).Select(static load => load.StopAsync()));
            foreach (var one in listeners) await one.DisposeAsync();
            foreach (var one in subscribers) await one.DisposeAsync();
        }
        return report with
        {
            Notes = string.Join(", ", scene.Notes),
            Seconds = watch.Elapsed.TotalSeconds,
            Written = keys.Sum(static key => key.Acknowledgements) - before,
            Refused = writers.Refused,
            Unknown = writers.Unknown,
            Replaced = (registers.Taken, registers.Refused, registers.Unknown),
            Keys = (keyRegisters.Taken, keyRegisters.Refused, keyRegisters.Unknown),
            Locks = locks.Held,
            SessionLocks = sessionLocks.Held,
            FailOvers = scene.FailOvers,
            AtHome = instances.AtHome,
            Anywhere = instances.Anywhere,
            Problems = scene.Problems,
            Sights = scene.Sights,
        };
    }

    /// <returns>When the last of the listeners and subscribers had the last value.</returns>
    private async Task<TimeSpan> SettleAsync(
        Scene scene, Registers registers, KeyRegisters keyRegisters, SessionLocks sessionLocks, Locks locks, IReadOnlyList<IConfigListener> listeners, IReadOnlyList<Subscriber> subscribers, InstanceWatch instances)
    {
        var ended = Stopwatch.StartNew();
        var clients = lab.Cluster.Nodes.Select(static node => new HttpConfigClient(node)).ToList();
        try
        {
            // After this write all that could be committed before it is.
            await scene.WriteAgainAsync(lab.Cluster[0], _prefix);
            foreach (var client in clients)
                await Wait.UntilAsync(async () => (await client.FindAsync("again"))?.Content == _prefix, "all nodes to be level", LevelPatience);
            var told = ToldAsync(scene, ended, listeners, subscribers, instances, clients[0]);
            foreach (var key in keys)
            {
                var reads = await Task.WhenAll(clients.Select(client => client.FindAsync(key.DataId)));
                if (reads.Distinct().Count() > 1) scene.Problems.Add($"{key.DataId} differs between the nodes");
                else if (key.Settle(reads[0]) is { } problem) scene.Problems.Add(problem);
            }
            scene.Problems.AddRange(await registers.JudgeAsync());
            scene.Problems.AddRange(await keyRegisters.JudgeAsync());
            scene.Problems.AddRange(locks.Judge());
            scene.Problems.AddRange(sessionLocks.Judge());
            return await told;
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
        }
    }

    private async Task<TimeSpan> ToldAsync(
        Scene scene, Stopwatch ended, IReadOnlyList<IConfigListener> listeners, IReadOnlyList<Subscriber> subscribers, InstanceWatch instances, HttpConfigClient client)
    {
        var last = new Dictionary<string, string?>();
        foreach (var dataId in _heard) last[dataId] = (await client.FindAsync(dataId))?.Content;
        List<string> late = [];
        try
        {
            await Wait.UntilAsync(async () => (late = await LateAsync()).Count == 0, "everybody to be told", TellLimit * 4);
        }
        catch (TimeoutException)
        {
            scene.Problems.AddRange(late.Select(one => $"{one} after {ended.Elapsed.TotalSeconds:F0} s"));
            return ended.Elapsed;
        }
        if (ended.Elapsed > TellLimit) scene.Problems.Add($"listeners and subscribers had the last value only after {ended.Elapsed.TotalSeconds:F1} s");
        return ended.Elapsed;

        async Task<List<string>> LateAsync()
        {
            List<string> missing =
            [
                .. listeners.SelectMany(listener => last.Where(one => listener.Known(one.Key) != one.Value).Select(one => $"the {listener.Name} has not the last value of {one.Key}")),
            ];
            for (var i = 0; i < subscribers.Count; i++)
            {
                try
                {
                    if (!subscribers[i].Known.SetEquals(await instances.AskAsync(i, CancellationToken.None))) missing.Add($"the {subscribers[i].Name} has not the instances that the node lists");
                }
                catch (HttpRequestException e)
                {
                    missing.Add($"node {i} does not list instances: {e.Message}");
                }
            }
            return missing;
        }
    }
}
