using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Consul;

/// <summary>One server for all the clients of a class.</summary>
public sealed class ConsulNode : IAsyncLifetime
{
    public NodeProcess Node { get; private set; } = null!;

    public async Task InitializeAsync() => Node = await NodeProcess.StartNewAsync(new NodeSettings { Properties = new Dictionary<string, string> { ["batata.node.name"] = "node1" } });

    public async Task DisposeAsync() => await Node.DisposeAsync();
}
