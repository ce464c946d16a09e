namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>SIGKILL.</summary>
internal sealed class KillLeader : IFault
{
    public string Name => "kill leader";

    public async Task PlayAsync(Scene scene)
    {
        var leader = await scene.LeaderAsync();
        await scene.KillAsync(leader);
        await scene.FailOverAsync(leader, "after the leader was killed");
        await scene.HoldAsync(0, 2);
    }
}
