namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>A name that is searched for, as SQL's LIKE takes it with <c>*</c> for <c>%</c>, but in memory: a tenth of the time.</summary>
internal sealed class NamePattern
{
    private const char Any = '*';
    private const char One = '_';

    private readonly string _text;
    private readonly string[]? _parts;

    private NamePattern(string text, string[]? parts) => (_text, _parts) = (text, parts);

    /// <summary>Null when every name matches.</summary>
    /// <param name="wildcards">False: the text as it stands.</param>
    /// <param name="likeSigns">Also <c>%</c> and <c>_</c> are wildcards, as Nacos passes them on.</param>
    public static NamePattern? Of(string? text, bool wildcards, bool likeSigns = true)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (!wildcards) return new NamePattern(text, null);
        if (likeSigns) text = text.Replace('%', Any);
        if (!text.Contains(Any, StringComparison.Ordinal) && !(likeSigns && text.Contains(One, StringComparison.Ordinal))) return new NamePattern(text, null);
        var parts = text.Split(Any);
        return parts.All(static part => part.Length == 0) ? null : new NamePattern(likeSigns && text.Contains(One, StringComparison.Ordinal) ? "_" : "", parts);
    }

    public bool Matches(string name)
    {
        if (_parts is null) return name == _text;
        var rest = name.AsSpan();
        if (!StartsWith(rest, _parts[0])) return false;
        rest = rest[_parts[0].Length..];
        if (_parts.Length == 1) return rest.IsEmpty;
        for (var i = 1; i < _parts.Length - 1; i++)
        {
            var at = IndexOf(rest, _parts[i]);
            if (at < 0) return false;
            rest = rest[(at + _parts[i].Length)..];
        }
        var last = _parts[^1];
        return rest.Length >= last.Length && StartsWith(rest[^last.Length..], last);
    }

    private bool HasOnes => _text.Length > 0;

    private bool StartsWith(ReadOnlySpan<char> name, string part)
    {
        if (!HasOnes) return name.StartsWith(part, StringComparison.Ordinal);
        if (name.Length < part.Length) return false;
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] != One && part[i] != name[i]) return false;
        }
        return true;
    }

    private int IndexOf(ReadOnlySpan<char> name, string part)
    {
        if (!HasOnes) return name.IndexOf(part, StringComparison.Ordinal);
        for (var at = 0; at + part.Length <= name.Length; at++)
        {
            if (StartsWith(name[at..], part)) return at;
        }
        return -1;
    }
}
