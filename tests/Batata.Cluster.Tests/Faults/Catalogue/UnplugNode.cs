namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>The cable: nothing passes, from and to clients neither. Short, for what TCP repeats comes at twice the time since the last try.</summary>
internal sealed class UnplugNode : IFault
{
    public string Name => "unplug node";

    public async Task PlayAsync(Scene scene)
    {
        var unplugged = await scene.AnyAsync();
        scene.Lab.Network.Unplug(scene.Lab.PlaceOf(unplugged));
        await scene.WriteAgainAsync(scene.Other(unplugged), "while a node was unplugged");
        await scene.HoldAsync(0, 1);
        scene.Lab.Network.Heal();
        await scene.WriteAgainAsync(unplugged, "on the node that was unplugged");
    }
}
