using System.Collections.Immutable;
using System.Text.Json;
using Batata.Domain.Shared;

namespace Batata.Domain.Naming;

/// <summary>
/// Narrows the instances of a service by who asks: <c>none</c> gives all, <c>label</c> those whose labels equal the asker's.
/// Protocol source: Nacos <c>SelectorManager</c>, <c>LabelSelector</c>.
/// </summary>
public sealed record ServiceSelector
{
    public const string NoneType = "none";
    public const string LabelType = "label";

    /// <summary>All types that there are.</summary>
    public static readonly ImmutableArray<string> Types = [LabelType, NoneType];

    private const string ConsumerPrefix = "CONSUMER.label.";
    private const string ProviderPrefix = "PROVIDER.label.";

    private ServiceSelector(string type, string? expression, ImmutableArray<string> labels) => (Type, Expression, Labels) = (type, expression, labels);

    public static ServiceSelector None { get; } = new(NoneType, null, []);

    public string Type { get; }

    /// <summary>As it was sent; null for <c>none</c> and for a label selector without one.</summary>
    public string? Expression { get; }

    /// <summary>Labels that must be equal; empty gives all instances.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary><c>contextType</c> of the JSON: where labels come from.</summary>
    public string ContextType => Type == LabelType ? "CMDB" : "NONE";

    /// <returns>The selector, <c>naming.selector_type</c> or <c>naming.selector_expression</c>.</returns>
    public static Outcome<ServiceSelector> Of(string? type, string? expression)
    {
        if (type == NoneType) return None;
        if (type != LabelType) return NamingFailures.SelectorType();
        return LabelsOf(expression) is { } labels ? new ServiceSelector(LabelType, expression, labels) : NamingFailures.SelectorExpression();
    }

    /// <param name="json">The parameter after URL decoding; blank means none.</param>
    public static Outcome<ServiceSelector> Parse(string? json)
    {
        if (string.IsNullOrEmpty(json)) return None;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return NamingFailures.SelectorType();
            return Of(Text(root, "type"), Text(root, "expression"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for half a surrogate pair
        {
            return NamingFailures.SelectorType();
        }
    }

    public void WriteTo(Utf8JsonWriter json) => WriteTo(json, nulls: false);

    /// <param name="nulls">Shows an expression that is null.</param>
    public void WriteTo(Utf8JsonWriter json, bool nulls)
    {
        json.WriteStartObject();
        json.WriteString("type", Type);
        json.WriteString("contextType", ContextType);
        if (Type == LabelType)
        {
            if (nulls || Expression is not null) json.WriteString("expression", Expression);
            json.WriteStartArray("labels");
            foreach (var label in Labels) json.WriteStringValue(label);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    public bool Equals(ServiceSelector? other) => other is not null && Type == other.Type && Expression == other.Expression;

    public override int GetHashCode() => HashCode.Combine(Type, Expression);

    /// <summary><c>CONSUMER.label.a = PROVIDER.label.a &amp; …</c>; blanks do not count.</summary>
    /// <returns>Null when it is not of that form.</returns>
    private static ImmutableArray<string>? LabelsOf(string? expression)
    {
        if (string.IsNullOrWhiteSpace(expression)) return [];
        var labels = new List<string>();
        foreach (var term in string.Concat(expression.Where(c => !char.IsWhiteSpace(c))).Split('&'))
        {
            var sides = term.Split('=');
            if (sides.Length != 2 || !sides[0].StartsWith(ConsumerPrefix, StringComparison.Ordinal) || !sides[1].StartsWith(ProviderPrefix, StringComparison.Ordinal))
                return null;
            var label = sides[0][ConsumerPrefix.Length..];
            if (label.Length == 0 || label != sides[1][ProviderPrefix.Length..]) return null;
            if (!labels.Contains(label)) labels.Add(label);
        }
        return [.. labels];
    }

    private static string? Text(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
}
