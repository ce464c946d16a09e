using System.Globalization;

namespace Batata.Api.Nacos.Params;

/// <summary>Types that a declared parameter is bound to.</summary>
internal enum ParameterType
{
    Text,
    Int,
    Long,
    Float,
    Double,
    Bool,

    /// <summary>Numbers divided by commas; empty is an empty list.</summary>
    Longs,
}

/// <summary>A parameter as a route declares it. The pipeline binds them in order, so handlers find what they declared.</summary>
/// <param name="Required">Must come. An empty text has come; an empty number has not.</param>
/// <param name="FormField">A field of a form object of v2 and v3: a blank one has not come either.</param>
/// <param name="ByHand">The reference's handler asks for it itself and not Spring: an empty one has not come, and the text is another.</param>
internal sealed record ParameterSpec(string Name, ParameterType Type, bool Required, bool FormField = false, bool ByHand = false)
{
    /// <summary>The Java type that Spring names in its texts. Fields of forms are objects.</summary>
    public string JavaType => Type switch
    {
        ParameterType.Int => FormField ? "java.lang.Integer" : "int",
        ParameterType.Long => "java.lang.Long",
        ParameterType.Float => "java.lang.Float",
        ParameterType.Double => "java.lang.Double",
        ParameterType.Bool => FormField ? "java.lang.Boolean" : "boolean",
        ParameterType.Longs => "java.util.List",
        _ => "java.lang.String",
    };

    public string SimpleJavaType => JavaType[(JavaType.LastIndexOf('.') + 1)..];

    /// <summary>Why the value does not fit the type, in Java's words; null when it does or did not come.</summary>
    public string? Mismatch(NacosParameters parameters)
    {
        var value = Type == ParameterType.Longs ? parameters[Name] : parameters.First(Name);
        if (string.IsNullOrEmpty(value)) return null;
        switch (Type)
        {
            case ParameterType.Int:
                return int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) ? null : NotANumber(value);
            case ParameterType.Long:
                return long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) ? null : NotANumber(value);
            case ParameterType.Float or ParameterType.Double:
                return ParseReal(value) is null ? NotANumber(value) : null;
            case ParameterType.Bool:
                return ParseBool(value) is null ? $"Invalid boolean value [{value}]" : null;
            case ParameterType.Longs:
                foreach (var item in value.Split(','))
                {
                    if (!long.TryParse(item, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)) return NotANumber(item);
                }
                return null;
            default:
                return null;
        }
    }

    public bool IsMissing(NacosParameters parameters)
    {
        if (!Required) return false;
        var value = parameters.First(Name);
        if (FormField) return string.IsNullOrWhiteSpace(value);
        if (ByHand) return string.IsNullOrEmpty(value);
        return Type is ParameterType.Text or ParameterType.Longs ? value is null : string.IsNullOrEmpty(value);
    }

    /// <summary>As Spring's <c>StringToBooleanConverter</c>.</summary>
    public static bool? ParseBool(string value) => value.Trim().ToLowerInvariant() switch
    {
        "true" or "on" or "yes" or "1" => true,
        "false" or "off" or "no" or "0" => false,
        _ => null,
    };

    /// <summary>Decimal, perhaps with an exponent. Java's <c>NaN</c>, <c>Infinity</c> and suffixes (<c>1f</c>) are no numbers here.</summary>
    public static double? ParseReal(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string NotANumber(string value) => $"For input string: \"{value}\"";
}
