namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>SIGSTOP for ten seconds; then it goes on as if it had been a moment, and still believes that it leads.</summary>
internal sealed class PauseLeader : IFault
{
    private const double Seconds = 10;

    public string Name => "pause leader 10 s";

    public async Task PlayAsync(Scene scene)
    {
        var leader = await scene.LeaderAsync();
        leader.Pause();
        try
        {
            var paused = scene.HoldAsync(Seconds, Seconds);
            await scene.FailOverAsync(leader, "while the leader was paused");
            await paused;
        }
        finally
        {
            leader.Resume();
        }
        await scene.WriteAgainAsync(leader, "on the leader that was paused");
    }
}
