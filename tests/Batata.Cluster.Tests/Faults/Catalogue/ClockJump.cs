namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>The wall clock of a node jumps, there and back.</summary>
internal sealed class ClockJump : IFault
{
    public string Name => "clock jump";

    public bool NeedsClocks => true;

    public async Task PlayAsync(Scene scene)
    {
        var node = await scene.AnyAsync();
        var clock = scene.Lab.Clocks[scene.Lab.PlaceOf(node)];
        var by = TimeSpan.FromMinutes(scene.Random.Next(1, 3000)) * (scene.Random.Next(2) == 0 ? 1 : -1);
        scene.Notes.Add($"{by.TotalMinutes:+0;-0} min");
        clock.Jump(by);
        await scene.HoldAsync(2, 5);
        foreach (var one in scene.Cluster.Nodes) await scene.WriteAgainAsync(one, "with a clock that jumped");
        clock.Jump(TimeSpan.Zero);
        await scene.HoldAsync(2, 3);
    }
}
