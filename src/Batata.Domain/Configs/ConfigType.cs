namespace Batata.Domain.Configs;

/// <summary>Protocol source: Nacos <c>ConfigType</c>.</summary>
public static class ConfigType
{
    public const string Text = "text";

    /// <summary>A blank or unknown type is not refused: it becomes <c>text</c>.</summary>
    public static string OrText(string? type) => type switch
    {
        "properties" or "xml" or "json" or "text" or "html" or "yaml" or "toml" or "unset" => type,
        _ => Text,
    };
}
