namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>No node hears another one.</summary>
internal sealed class CutAllApart : IFault
{
    public string Name => "cut all apart";

    public async Task PlayAsync(Scene scene)
    {
        foreach (var node in scene.Cluster.Nodes) scene.Lab.Network.CutFromPeers(scene.Lab.PlaceOf(node));
        await scene.HoldAsync(1, 8);
        scene.Lab.Network.Heal();
        await scene.WriteAgainAsync(scene.Cluster[0], "after all were cut apart");
    }
}
