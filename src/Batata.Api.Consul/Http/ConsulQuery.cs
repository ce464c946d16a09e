using System.Text;

namespace Batata.Api.Consul.Http;

/// <summary>The query string as Go reads it: of repeated names the first one counts, names have letter case, a flag is set when it is there.</summary>
internal sealed class ConsulQuery
{
    public static readonly ConsulQuery None = new([]);

    private readonly List<KeyValuePair<string, string>> _pairs;

    private ConsulQuery(List<KeyValuePair<string, string>> pairs) => _pairs = pairs;

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <param name="text">Without the question mark.</param>
    /// <returns>Null when it is malformed.</returns>
    public static ConsulQuery? Parse(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return None;
        if (text.Contains(';')) return null;
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var range in text.Split('&'))
        {
            var part = text[range];
            if (part.IsEmpty) continue;
            var at = part.IndexOf('=');
            if (PercentEncoding.Decode(at < 0 ? part : part[..at], plusIsBlank: true) is not { } name) return null;
            if (PercentEncoding.Decode(at < 0 ? [] : part[(at + 1)..], plusIsBlank: true) is not { } value) return null;
            pairs.Add(new(name, value));
        }
        return new ConsulQuery(pairs);
    }

    public bool Has(string name) => _pairs.Exists(pair => pair.Key == name);

    /// <returns>Empty when it is absent.</returns>
    public string First(string name)
    {
        foreach (var (key, value) in _pairs)
        {
            if (key == name) return value;
        }
        return "";
    }

    public IEnumerable<string> All(string name) => _pairs.Where(pair => pair.Key == name).Select(static pair => pair.Value);

    /// <summary>As Go encodes it: sorted by name, an empty value with its equals sign.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _pairs.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (text.Length > 0) text.Append('&');
            text.Append(Escape(name)).Append('=').Append(Escape(value));
        }
        return text.ToString();
    }

    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
