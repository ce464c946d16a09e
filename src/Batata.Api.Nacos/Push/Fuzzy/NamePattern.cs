namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>
/// One part of a fuzzy watch pattern. Stars count at its ends only; a text with one elsewhere matches nothing.
/// Protocol source: Nacos 3.1 <c>FuzzyGroupKeyPattern</c>.
/// </summary>
internal readonly record struct NamePattern
{
    private readonly string _text;
    private readonly bool _openStart;
    private readonly bool _openEnd;
    private readonly bool _never;

    public NamePattern(string pattern)
    {
        _openStart = pattern.StartsWith('*');
        _openEnd = pattern.EndsWith('*');
        _never = !_openStart && !_openEnd && pattern.Contains('*', StringComparison.Ordinal);
        // Nacos takes every star out of such a pattern: "*a*b*" looks for "ab".
        _text = _openStart || _openEnd ? pattern.Replace("*", "", StringComparison.Ordinal) : pattern;
    }

    public bool Matches(string name) => (_openStart, _openEnd) switch
    {
        (true, true) => name.Contains(_text, StringComparison.Ordinal),
        (true, false) => name.EndsWith(_text, StringComparison.Ordinal),
        (false, true) => name.StartsWith(_text, StringComparison.Ordinal),
        _ => !_never && name == _text,
    };
}
