namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>Nothing is left on the disk of a node that follows. It may fall; the others go on, and it comes back when there is room.</summary>
internal sealed class FullDisk : IFault
{
    public string Name => "disk full";

    public async Task PlayAsync(Scene scene)
    {
        var node = await scene.FollowerAsync();
        var disk = scene.Lab.Disks[scene.Lab.PlaceOf(node)];
        scene.MayBeGone.Add(node);
        disk.Fill(leaving: 0);
        try
        {
            await scene.HoldAsync(2, 6);
            await scene.WriteAgainAsync(scene.Cluster.Running.First(one => one != node), "while the disk of a follower is full");
        }
        finally
        {
            disk.Empty();
        }
        if (!node.IsRunning) scene.Notes.Add("it ended");
    }
}
