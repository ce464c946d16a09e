namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>SIGKILL.</summary>
internal sealed class KillFollower : IFault
{
    public string Name => "kill follower";

    public async Task PlayAsync(Scene scene)
    {
        var follower = await scene.FollowerAsync();
        await scene.KillAsync(follower);
        await scene.WriteAgainAsync(scene.Other(follower), "after a follower was killed");
        await scene.HoldAsync(0, 2);
    }
}
