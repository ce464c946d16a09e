namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>The next one goes while the first comes back.</summary>
internal sealed class KillTwoLeaders : IFault
{
    public string Name => "kill leader and the next";

    public async Task PlayAsync(Scene scene)
    {
        var first = await scene.LeaderAsync();
        await scene.KillAsync(first);
        await scene.FailOverAsync(first, "after the leader was killed");
        first.Launch();
        await scene.HoldAsync(0, 1.5);
        await scene.KillAsync(await scene.LeaderAsync());
        await scene.HoldAsync(0, 2);
    }
}
