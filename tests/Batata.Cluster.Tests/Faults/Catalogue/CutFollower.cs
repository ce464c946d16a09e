namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>A node that follows is alone on its side, with its clients.</summary>
internal sealed class CutFollower : IFault
{
    public string Name => "cut follower off";

    public async Task PlayAsync(Scene scene)
    {
        var follower = await scene.FollowerAsync();
        scene.Lab.Network.CutFromPeers(scene.Lab.PlaceOf(follower));
        await scene.WriteAgainAsync(scene.Other(follower), "while a follower was cut off");
        await scene.HoldAsync(1, 8);
        scene.Lab.Network.Heal();
        await scene.WriteAgainAsync(follower, "on the follower that was cut off");
    }
}
