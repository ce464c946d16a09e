namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>A node loses its disk: it comes back with an empty data folder.</summary>
internal sealed class EmptyFolder : IFault
{
    public string Name => "empty data folder";

    public async Task PlayAsync(Scene scene)
    {
        var node = await scene.AnyAsync();
        await scene.KillAsync(node);
        Directory.Delete(node.DataFolder, recursive: true);
        await scene.WriteAgainAsync(scene.Other(node), "while a node is replaced");
        node.Launch();
        await node.WaitReadyAsync();
        await scene.WriteAgainAsync(node, "on the node that was replaced");
    }
}
