using System.Text.Json;

namespace Batata.Domain.Configs;

/// <summary>Which clients a gray version is for. Higher <see cref="Priority"/> is asked first, then the smaller gray name.</summary>
public abstract record GrayRule(string Type, string Expression, int Priority)
{
    public const string Version = "1.0.0";

    /// <summary>Largest name that the history table of Nacos takes (<c>his_config_info.gray_name</c>).</summary>
    public const int MaxNameLength = 50;

    public abstract string GrayName { get; }

    /// <param name="clientIp">As the client said it at set-up, or as the HTTP request came in.</param>
    /// <param name="tag">The <c>Vipserver-Tag</c> of the client; null when it has none.</param>
    public abstract bool Matches(string? clientIp, string? tag);

    /// <summary>The JSON of column <c>gray_rule</c>. Protocol source: Nacos <c>GrayRuleManager</c>.</summary>
    public string ToJson() => $$"""{"type":{{Quote(Type)}},"version":"{{Version}}","expr":{{Quote(Expression)}},"priority":{{Priority}}}""";

    /// <summary>Reads what <see cref="ToJson"/> wrote, here or in Nacos.</summary>
    /// <returns>Null for a rule of another type or version, or for other text.</returns>
    public static GrayRule? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return (Member("type"), Member("version"), Member("expr")) switch
            {
                (BetaRule.TypeName, Version, { } ips) => new BetaRule(ips),
                (TagRule.TypeName, Version, { } tag) => new TagRule(tag),
                _ => null,
            };

            string? Member(string name) =>
                document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}

/// <summary>Clients by IP. The list is split at commas and not trimmed, as in Nacos <c>BetaGrayRule</c>.</summary>
public sealed record BetaRule(string Ips) : GrayRule(TypeName, Ips, int.MaxValue)
{
    public const string TypeName = "beta";

    private readonly HashSet<string> _ips = [.. Ips.Split(',')];

    public override string GrayName => TypeName;

    public override bool Matches(string? clientIp, string? tag) => clientIp is not null && _ips.Contains(clientIp);

    public bool Equals(BetaRule? other) => other is not null && other.Ips == Ips;

    public override int GetHashCode() => Ips.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Clients that carry one tag. Protocol source: Nacos <c>TagGrayRule</c>.</summary>
public sealed record TagRule(string Tag) : GrayRule(TypeName, Tag, int.MaxValue - 1)
{
    public const string TypeName = "tag";
    public const string NamePrefix = "tag_";

    public override string GrayName => NamePrefix + Tag;

    public override bool Matches(string? clientIp, string? tag) => tag == Tag;
}
