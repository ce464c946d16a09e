using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Recordings;

/// <summary>The server that recordings of Consul expect: its name is in them, and scripts may be run. One for all that can be played on a used one.</summary>
public sealed class ConsulNode : IAsyncLifetime
{
    public NodeProcess Node { get; private set; } = null!;

    internal static (string Key, string Value)[] Properties { get; } = [("batata.node.name", "node1"), ("batata.consul.enable-script-checks", "true")];

    public async Task InitializeAsync() => Node = await NodeProcess.StartNewAsync(new NodeSettings
    {
        Properties = Properties.ToDictionary(static one => one.Key, static one => one.Value),
    });

    public async Task DisposeAsync() => await Node.DisposeAsync();

    /// <summary>A recording's settings are a piece of a configuration of Consul.</summary>
    internal static Dictionary<string, string> WithFile(string name, string json)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "consul-files"));
        var file = Path.Combine(folder.FullName, name + ".json");
        File.WriteAllText(file, json);
        return new Dictionary<string, string> { ["batata.consul.config-file"] = file };
    }
}
