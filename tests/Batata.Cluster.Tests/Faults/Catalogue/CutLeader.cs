namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>The leader alone on one side, with its clients: the others elect another one, and what it still takes in must not be acknowledged.</summary>
internal sealed class CutLeader : IFault
{
    public string Name => "cut leader off";

    public async Task PlayAsync(Scene scene)
    {
        var leader = await scene.LeaderAsync();
        scene.Lab.Network.CutFromPeers(scene.Lab.PlaceOf(leader));
        await scene.FailOverAsync(leader, "while the leader was cut off");
        await scene.HoldAsync(1, 8);
        scene.Lab.Network.Heal();
        await scene.WriteAgainAsync(leader, "on the leader that was cut off");
    }
}
