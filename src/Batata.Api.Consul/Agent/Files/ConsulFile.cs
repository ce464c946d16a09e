using System.Text.Json;

namespace Batata.Api.Consul.Agent.Files;

/// <summary>
/// A configuration of Consul's agent in JSON, as far as it means something here: settings under the names that they have here, and the services and
/// checks that it defines. Protocol source: Consul's reference of the configuration file.
/// </summary>
public sealed class ConsulFile
{
    private ConsulFile(IReadOnlyList<FileSetting> settings, IReadOnlyList<string> unused, IReadOnlyList<string> problems, FileDefinitions definitions) =>
        (Settings, Unused, Problems, Definitions) = (settings, unused, problems, definitions);

    /// <summary>What the file says for keys of this server.</summary>
    public IReadOnlyList<FileSetting> Settings { get; }

    /// <summary>Names in the file, with dots, that have no meaning here.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>Values that cannot be taken, and why services and checks of the file cannot be registered.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Its own checks may run scripts. Consul's <c>enable_local_script_checks</c>.</summary>
    public bool RunsLocalScripts { get; private init; }

    internal FileDefinitions Definitions { get; }

    /// <param name="runsScripts">Its checks may run scripts; the file itself can say so, too.</param>
    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static ConsulFile Parse(byte[] json, bool runsScripts)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("an object is expected");
            var keys = new FileKeys();
            var definitions = new FileDefinitions();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!definitions.Take(member)) keys.Take(member);
            }
            definitions.Judge(runsScripts || keys.RunsLocalScripts);
            return new ConsulFile(keys.Settings, keys.Unused, [.. keys.Problems, .. definitions.Problems], definitions) { RunsLocalScripts = keys.RunsLocalScripts };
        }
        catch (JsonException broken)
        {
            throw new FormatException($"it is no JSON, and HCL is not read here: {broken.Message}", broken);
        }
    }
}
