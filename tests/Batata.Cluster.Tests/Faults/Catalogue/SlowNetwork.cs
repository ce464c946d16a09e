using Batata.Cluster.Tests.Faults.Lab;

namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>Every packet between nodes takes 10 to 100 ms, more or less, and up to 3 % are lost.</summary>
internal sealed class SlowNetwork : IFault
{
    public string Name => "slow links";

    public async Task PlayAsync(Scene scene)
    {
        var delay = TimeSpan.FromMilliseconds(scene.Random.Next(10, 100));
        var loss = scene.Random.NextDouble() * 0.03;
        scene.Notes.Add($"{delay.TotalMilliseconds} ms, {loss:P1}");
        using (new SlowLinks(scene.Lab.Network, delay, delay / 3, loss, new Random(scene.Random.Next())))
        {
            foreach (var node in scene.Cluster.Nodes) await scene.WriteAgainAsync(node, "over slow links");
            await scene.HoldAsync(2, 8);
        }
        foreach (var node in scene.Cluster.Nodes) await scene.WriteAgainAsync(node, "after slow links");
    }
}
