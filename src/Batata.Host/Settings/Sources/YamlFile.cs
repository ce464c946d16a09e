using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Batata.Host.Settings.Sources;

/// <summary>A YAML file as a flat list: nested maps joined by dots, lists numbered from 0. Both spellings of Spring, nested and dotted, come out alike.</summary>
internal static class YamlFile
{
    /// <param name="name">Of the file, for origins and errors.</param>
    /// <exception cref="SettingSourceException">Not YAML, or not a map.</exception>
    public static List<SettingValue> Parse(TextReader text, string name)
    {
        var values = new List<SettingValue>();
        try
        {
            var yaml = new YamlStream();
            yaml.Load(text);
            foreach (var document in yaml.Documents)
            {
                if (document.RootNode is YamlMappingNode map) Flatten(map, "", name, values);
                else if (document.RootNode is not YamlScalarNode { Value: null or "" })
                    throw new SettingSourceException($"{name}:{document.RootNode.Start.Line}: a map of settings is expected here");
            }
        }
        catch (YamlException broken)
        {
            throw new SettingSourceException($"{name}:{broken.Start.Line}: {broken.Message}");
        }
        // The parser lets other exceptions through for some broken texts, such as a tag that is no URI. It does no I/O of its own.
        catch (Exception broken) when (broken is not (SettingSourceException or IOException))
        {
            throw new SettingSourceException($"{name}: {broken.Message}");
        }
        return values;
    }

    private static void Flatten(YamlNode node, string key, string name, List<SettingValue> values)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (child, value) in map.Children)
                {
                    if (child is not YamlScalarNode { Value: { } part }) throw new SettingSourceException($"{name}:{child.Start.Line}: a key must be plain text");
                    Flatten(value, Join(key, part), name, values);
                }
                break;
            case YamlSequenceNode list:
                for (var index = 0; index < list.Children.Count; index++)
                    Flatten(list.Children[index], Join(key, index.ToString(CultureInfo.InvariantCulture)), name, values);
                break;
            case YamlScalarNode scalar:
                values.Add(new(key, TextOf(scalar), $"{name}:{scalar.Start.Line}"));
                break;
        }
    }

    private static string Join(string key, string part) => key.Length == 0 ? part : $"{key}.{part}";

    private static string? TextOf(YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null" ? null : scalar.Value;
}
