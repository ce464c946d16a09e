using System.Globalization;
using System.Text.Json;
using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Recordings;

/// <summary>One recorded conversation with a reference server, as <c>tests/conformance/recordings.txt</c> lists it.</summary>
/// <param name="Known">Steps that differ: they call what is not built yet, or Batata does better on purpose.</param>
internal sealed record Recording(string Name, IReadOnlySet<int> Known)
{
    public static string Folder { get; } = Path.Combine(NodeProgram.RepositoryRoot, "tests", "conformance");

    public static IReadOnlyList<Recording> All { get; } = [.. File.ReadLines(Path.Combine(Folder, "recordings.txt")).Select(Parse).OfType<Recording>()];

    public string FilePath => Path.Combine(Folder, "recordings", Name + ".json");

    public bool IsGrpc => Name.StartsWith("nacos-grpc-", StringComparison.Ordinal);

    public bool IsConsul => Name.StartsWith("consul-", StringComparison.Ordinal);

    public bool IsDns => Name.StartsWith("consul-dns-", StringComparison.Ordinal);

    public bool IsNaming => Name.StartsWith("nacos-naming-", StringComparison.Ordinal);

    public bool IsGrpcConfig => Name.StartsWith("nacos-grpc-config-", StringComparison.Ordinal);

    /// <summary>Authorization is on, and the recording is told who the administrator is.</summary>
    public bool NeedsLogin => Name.StartsWith("nacos-auth-", StringComparison.Ordinal) || Name == "nacos-grpc-core-auth";

    /// <summary>Nobody must have made the administrator before.</summary>
    public bool MakesAdministrator => Name.StartsWith("nacos-auth-admin-first", StringComparison.Ordinal);

    /// <summary>The properties of the server that it expects; null when any used server will do.</summary>
    public IReadOnlyDictionary<string, string>? OwnServer()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(FilePath));
        var properties = json.RootElement.TryGetProperty("settings", out var settings)
            ? IsConsul ? ConsulNode.WithFile(Name, settings.GetRawText()) : settings.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.ToString())
            : null;
        var fresh = json.RootElement.TryGetProperty("fresh", out var value) && value.GetBoolean();
        return properties ?? (fresh ? new Dictionary<string, string>() : null);
    }

    // NAME [waits=1,2] [differs=3]   # comment
    private static Recording? Parse(string line)
    {
        var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == 0 ? null : new Recording(words[0], words.Skip(1).SelectMany(Steps).ToHashSet());
    }

    private static IEnumerable<int> Steps(string word) => word.Split('=') is ["waits" or "differs", var numbers]
        ? numbers.Split(',').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))
        : throw new FormatException($"recordings.txt: {word} is not understood.");
}
