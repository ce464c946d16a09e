namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>SIGSTOP: its connections stay, and it answers nobody.</summary>
internal sealed class PauseFollower : IFault
{
    public string Name => "pause follower";

    public async Task PlayAsync(Scene scene)
    {
        var follower = await scene.FollowerAsync();
        follower.Pause();
        try
        {
            await scene.WriteAgainAsync(scene.Other(follower), "while a follower was paused");
            await scene.HoldAsync(1, 6);
        }
        finally
        {
            follower.Resume();
        }
        await scene.WriteAgainAsync(follower, "on the follower that was paused");
    }
}
