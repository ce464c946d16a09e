using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Recordings;

/// <summary>One server for all the recordings of a class that can be played on a used one.</summary>
public sealed class SharedNode : IAsyncLifetime
{
    public NodeProcess Node { get; private set; } = null!;

    // As the Consul was called whose answers were recorded.
    public async Task InitializeAsync() => Node = await NodeProcess.StartNewAsync(new NodeSettings { Properties = new Dictionary<string, string> { ["batata.node.name"] = "node1" } });

    public async Task DisposeAsync() => await Node.DisposeAsync();
}
