using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Batata.Api.Nacos.Configs.Transfer;

/// <summary>What <c>.metadata.yml</c> says of one config. Numbers and booleans are read as text.</summary>
internal sealed record ConfigMetadataItem(string? Group, string? DataId, string? Type, string? AppName, string? Desc, string? ConfigTags)
{
    public bool IsWhole => !string.IsNullOrWhiteSpace(Group) && !string.IsNullOrWhiteSpace(DataId) && !string.IsNullOrWhiteSpace(Type);
}

/// <summary>The file <c>.metadata.yml</c> of an export. Protocol source: Nacos 3.1 <c>YamlParserUtil</c>, <c>ConfigMetadata</c>.</summary>
internal static class ConfigMetadata
{
    public const string FileName = ".metadata.yml";
    private const string Root = "metadata";

    // Words that YAML 1.1, which Nacos reads, takes for something else than text.
    private static readonly HashSet<string> NoText = new(StringComparer.OrdinalIgnoreCase) { "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<" };

    /// <summary>Keys in alphabetical order, those without a value left out.</summary>
    public static string Write(IReadOnlyList<ConfigMetadataItem> items)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var yaml = new Emitter(text);
        yaml.Emit(new StreamStart());
        yaml.Emit(new DocumentStart());
        yaml.Emit(new MappingStart());
        yaml.Emit(new Scalar(Root));
        yaml.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
        foreach (var item in items)
        {
            yaml.Emit(new MappingStart());
            Put(yaml, "appName", item.AppName);
            Put(yaml, "configTags", item.ConfigTags);
            Put(yaml, "dataId", item.DataId);
            Put(yaml, "desc", item.Desc);
            Put(yaml, "group", item.Group);
            Put(yaml, "type", item.Type);
            yaml.Emit(new MappingEnd());
        }
        yaml.Emit(new SequenceEnd());
        yaml.Emit(new MappingEnd());
        yaml.Emit(new DocumentEnd(isImplicit: true));
        yaml.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <returns>Null when it is no YAML; empty when there is nothing in it. An item that is none comes as an empty one.</returns>
    public static IReadOnlyList<ConfigMetadataItem>? Read(string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is not YamlMappingNode root || Child(root, Root) is not YamlSequenceNode items) return [];
            return [.. items.Children.Select(static item => item is YamlMappingNode map
                ? new ConfigMetadataItem(Text(map, "group"), Text(map, "dataId"), Text(map, "type"), Text(map, "appName"), Text(map, "desc"), Text(map, "configTags"))
                : new ConfigMetadataItem(null, null, null, null, null, null))];
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static void Put(Emitter yaml, string name, string? value)
    {
        if (value is null) return;
        yaml.Emit(new Scalar(name));
        var style = IsText(value) ? ScalarStyle.Any : ScalarStyle.SingleQuoted;
        yaml.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    /// <summary>What begins like a number is quoted: better once too often.</summary>
    private static bool IsText(string value) => !NoText.Contains(value) && !char.IsAsciiDigit(value[0]) && value[0] is not ('.' or '+' or '-');

    private static YamlNode? Child(YamlMappingNode map, string name) => map.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    private static string? Text(YamlMappingNode map, string name) => Child(map, name) is YamlScalarNode { Value: { } value } scalar
        && !(scalar.Style == ScalarStyle.Plain && value is "" or "~" or "null")
            ? value
            : null;
}
