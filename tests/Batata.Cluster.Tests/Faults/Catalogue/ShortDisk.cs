using System.Net;
using Batata.Testing;
using Batata.Testing.Nacos;

namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>
/// The disk of a node is almost full: it refuses writes and says why, answers reads, and takes writes again when there is room. If it led, another one leads soon and the
/// cluster takes writes meanwhile.
/// </summary>
internal sealed class ShortDisk : IFault
{
    private const long Left = 40L * 1024 * 1024;

    /// <summary>For the leadership to move to where there is room.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "disk almost full";

    public async Task PlayAsync(Scene scene)
    {
        var node = await scene.AnyAsync();
        var disk = scene.Lab.Disks[scene.Lab.PlaceOf(node)];
        using var client = new HttpConfigClient(node);
        await scene.WriteAgainAsync(node, "before the disk is full");
        disk.Fill(Left);
        try
        {
            string? refused = null;
            await Wait.UntilAsync(async () => (refused = await RefusalAsync(client)) is not null, "a write to be refused");
            if (!refused!.Contains("disk", StringComparison.OrdinalIgnoreCase)) scene.Problems.Add($"a full disk is called: {refused}");
            if (await client.FindAsync("again") is null) scene.Problems.Add("a node with a full disk does not answer reads");
            var took = await scene.WriteAgainAsync(scene.Other(node), "while the disk of one node is almost full");
            scene.Notes.Add($"written elsewhere after {took.TotalSeconds:F1} s");
            if (took > Patience) scene.Problems.Add($"the others took no writes for {took.TotalSeconds:F1} s while the disk of one node was almost full");
            await scene.HoldAsync(0, 3);
        }
        catch (TimeoutException e)
        {
            scene.Problems.Add(e.Message);
        }
        finally
        {
            disk.Empty();
        }
        foreach (var one in scene.Cluster.Nodes) await scene.WriteAgainAsync(one, "after the disk has room again");
    }

    private static async Task<string?> RefusalAsync(HttpConfigClient client)
    {
        try
        {
            await client.PublishAsync("again", "on a full disk");
            return null;
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return e.Message;
        }
        catch (HttpRequestException)
        {
            return null; // another leader, perhaps
        }
    }
}
