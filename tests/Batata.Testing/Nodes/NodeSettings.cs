namespace Batata.Testing.Nodes;

/// <summary>How a node of a test differs from the usual one (standalone, loopback, authorization off).</summary>
public sealed record NodeSettings
{
    /// <summary>Properties for the command line; they win over the harness's own.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Address that the node is reached at; it listens on all that it has unless properties say otherwise.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Where the node keeps its data; null: a new temporary folder, deleted with the node.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Program and arguments put before the server's, such as <c>strace -f -o FILE</c>.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
