namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>One way: a node hears the others and is heard by none of them.</summary>
internal sealed class MuteNode : IFault
{
    public string Name => "one way: node is mute";

    public async Task PlayAsync(Scene scene)
    {
        var mute = await scene.AnyAsync();
        var place = scene.Lab.PlaceOf(mute);
        foreach (var other in scene.Lab.Network.Others(place)) scene.Lab.Network.Deafen(other, place);
        await scene.WriteAgainAsync(scene.Other(mute), "while a node was mute");
        await scene.HoldAsync(1, 8);
        scene.Lab.Network.Heal();
        await scene.WriteAgainAsync(mute, "on the node that was mute");
    }
}
