using Batata.Application.Go;

namespace Batata.Api.Consul.Filters;

/// <summary>What filters may name on an object, and how it is read there. Names have letter case.</summary>
internal sealed class FilterSchema<T>
{
    private readonly Dictionary<string, FilterField<T>> _fields = new(StringComparer.Ordinal);

    public FilterSchema<T> Text(string name, Func<T, string> read) => With(name, new FilterTextField<T>(read));

    public FilterSchema<T> Number(string name, Func<T, long> read) => With(name, new FilterValueField<T, long>(read, FilterValues.Int));

    public FilterSchema<T> Bool(string name, Func<T, bool> read) => With(name, new FilterValueField<T, bool>(read, FilterValues.Bool));

    public FilterSchema<T> Texts(string name, Func<T, IReadOnlyList<string>> read) => With(name, new FilterListField<T, string>(read, FilterValues.Text));

    public FilterSchema<T> Bytes(string name, Func<T, IReadOnlyList<byte>> read) => With(name, new FilterListField<T, byte>(read, FilterValues.Byte));

    /// <summary>A map of texts.</summary>
    public FilterSchema<T> Map(string name, Func<T, IReadOnlyDictionary<string, string>?> read) =>
        With(name, new FilterMapField<T, string>(read, new FilterTextField<string>(static value => value)));

    /// <summary>A map of objects.</summary>
    public FilterSchema<T> Map<TInner>(string name, Func<T, IReadOnlyDictionary<string, TInner>?> read, FilterSchema<TInner> inner)
        where TInner : class => With(name, new FilterMapField<T, TInner>(read, new FilterObjectField<TInner, TInner>(static value => value, inner)));

    public FilterSchema<T> Object<TInner>(string name, Func<T, TInner?> read, FilterSchema<TInner> inner)
        where TInner : class => With(name, new FilterObjectField<T, TInner>(read, inner));

    public FilterSchema<T> Objects<TInner>(string name, Func<T, IReadOnlyList<TInner>> read, FilterSchema<TInner> inner) =>
        With(name, new FilterObjectsField<T, TInner>(read, inner));

    /// <returns>Why it is refused; null when it is not.</returns>
    public string? Bind(FilterMatch match, int depth, out Func<T, bool> test)
    {
        if (_fields.TryGetValue(match.Path[depth], out var field)) return field.Bind(match, depth + 1, out test);
        test = static _ => false;
        return FilterSchema.NoSuchField(match, depth);
    }

    private FilterSchema<T> With(string name, FilterField<T> field)
    {
        _fields.Add(name, field);
        return this;
    }
}

internal static class FilterSchema
{
    /// <param name="depth">Of the part that is not known; what comes behind it is not said.</param>
    public static string NoSuchField(FilterMatch match, int depth) => $"Selector {GoQuote.Of(string.Join('.', match.Path.Take(depth + 1)))} is not valid";
}
