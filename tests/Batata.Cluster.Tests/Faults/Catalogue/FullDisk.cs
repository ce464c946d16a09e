namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>Nothing is left on the disk of a node that follows. It falls behind and says why, the others go on, and it catches up when there is room.</summary>
internal sealed class FullDisk : IFault
{
    public string Name => "disk full";

    public async Task PlayAsync(Scene scene)
    {
        var node = await scene.FollowerAsync();
        var disk = scene.Lab.Disks[scene.Lab.PlaceOf(node)];
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
        if (node.ExitCode is not null) scene.Problems.Add($"it ended with {node.ExitCode}");
    }
}
