namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>One way: a node is heard by the others and hears none of them.</summary>
internal sealed class DeafNode : IFault
{
    public string Name => "one way: node is deaf";

    public async Task PlayAsync(Scene scene)
    {
        var deaf = await scene.AnyAsync();
        var place = scene.Lab.PlaceOf(deaf);
        foreach (var other in scene.Lab.Network.Others(place)) scene.Lab.Network.Deafen(place, other);
        await scene.WriteAgainAsync(scene.Other(deaf), "while a node was deaf");
        await scene.HoldAsync(1, 8);
        scene.Lab.Network.Heal();
        await scene.WriteAgainAsync(deaf, "on the node that was deaf");
    }
}
