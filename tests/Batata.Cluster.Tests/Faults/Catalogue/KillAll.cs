namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>SIGKILL to all at once, as a power cut does.</summary>
internal sealed class KillAll : IFault
{
    public string Name => "kill all";

    public Task PlayAsync(Scene scene) => Task.WhenAll(scene.Cluster.Nodes.Select(scene.KillAsync));
}
