using System.Diagnostics;
using Batata.Cluster.Tests.Faults.Lab;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Batata.Testing.Programs;

namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>What a fault may touch, and the choices that it makes.</summary>
internal sealed class Scene(Laboratory lab, Random random)
{
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(30);

    public Laboratory Lab => lab;

    public ClusterNodes Cluster => lab.Cluster;

    public Random Random => random;

    /// <summary>What was chosen and seen, for the table.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What was wrong while it was broken.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What the nodes said of themselves when something was wrong.</summary>
    public List<string> Sights { get; } = [];

    /// <summary>From the loss of a leader to the next acknowledged write.</summary>
    public List<TimeSpan> FailOvers { get; } = [];

    /// <summary>Nodes that need not run when the fault is over. Who else does not has fallen over.</summary>
    public HashSet<NodeProcess> MayBeGone { get; } = [];

    /// <summary>SIGKILL.</summary>
    public Task KillAsync(NodeProcess node)
    {
        lock (MayBeGone) MayBeGone.Add(node);
        return node.KillAsync();
    }

    /// <summary>The moment, or the length, of a fault is the experiment, not a wait for something.</summary>
    public Task HoldAsync(double leastSeconds, double mostSeconds) => Task.Delay(TimeSpan.FromSeconds(leastSeconds + (random.NextDouble() * (mostSeconds - leastSeconds))));

    public async Task<NodeProcess> LeaderAsync() => Named(await Cluster.LeaderAsync(), "leader");

    public async Task<NodeProcess> FollowerAsync()
    {
        var leader = await Cluster.LeaderAsync();
        var followers = Cluster.Running.Where(node => node != leader).ToList();
        return Named(followers[random.Next(followers.Count)], "follower");
    }

    /// <summary>The leader as often as one that follows.</summary>
    public Task<NodeProcess> AnyAsync() => random.Next(2) == 0 ? LeaderAsync() : FollowerAsync();

    public NodeProcess Other(NodeProcess than) => Cluster.Running.First(node => node != than);

    /// <summary>Tries as a client does that hears an error, until one write is acknowledged.</summary>
    public async Task<TimeSpan> WriteAgainAsync(NodeProcess on, string why)
    {
        var watch = Stopwatch.StartNew();
        using var client = new HttpConfigClient(on);
        try
        {
            await Wait.UntilAsync(() => TryWriteAsync(client, why), why, WritePatience);
        }
        catch (TimeoutException)
        {
            Problems.Add($"no write on {on.Address} in {WritePatience.TotalSeconds} s: {why}");
            for (var i = 0; i < 2; i++) await LookAsync();
        }
        return watch.Elapsed;
    }

    /// <summary>As <see cref="WriteAgainAsync"/>, and what it took is a fail-over.</summary>
    public async Task FailOverAsync(NodeProcess lost, string why)
    {
        var took = await WriteAgainAsync(Other(lost), why);
        FailOvers.Add(took);
    }

    private async Task LookAsync()
    {
        var asked = Cluster.Running.ToList();
        var answers = await Task.WhenAll(asked.Select(static node => ProgramRun.OfAsync(
            NodeProgram.Dotnet, [NodeProgram.HostDll, "cluster", "status", "--data", node.DataFolder], TimeSpan.FromSeconds(30))));
        Sights.AddRange(asked.Zip(answers, static (node, answer) => $"{TimeProvider.System.GetUtcNow():T} {node.Address}:\n{answer.Output}"));
    }

    private static async Task<bool> TryWriteAsync(HttpConfigClient client, string content)
    {
        try
        {
            await client.PublishAsync("again", content);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private NodeProcess Named(NodeProcess node, string role)
    {
        Notes.Add($"{role} {lab.PlaceOf(node)}");
        return node;
    }
}
