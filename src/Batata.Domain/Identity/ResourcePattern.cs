namespace Batata.Domain.Identity;

/// <summary>
/// What a permission is for: a text in which <c>*</c> stands for any characters, none among them; the whole resource must match. A pattern that begins
/// with a colon means the public namespace. Nacos makes a regular expression of it, where a dot is any character, too; here only the star is special
/// (docs/protocol/deviations.md). Protocol source: Nacos 3.1 <c>NacosRoleServiceImpl.hasPermission</c>.
/// </summary>
public sealed class ResourcePattern
{
    private const string Public = "public";

    private readonly string _head;
    private readonly string[] _middle;
    private readonly string? _tail;

    public ResourcePattern(string text)
    {
        var parts = (text.StartsWith(':') ? Public + text : text).Split('*');
        _head = parts[0];
        _middle = parts.Length > 2 ? [.. parts[1..^1].Where(static part => part.Length > 0)] : [];
        _tail = parts.Length > 1 ? parts[^1] : null;
    }

    /// <summary>Allocates nothing; the time grows with the length of the text times the number of stars at most.</summary>
    public bool Matches(ReadOnlySpan<char> resource)
    {
        if (!resource.StartsWith(_head, StringComparison.Ordinal)) return false;
        if (_tail is null) return resource.Length == _head.Length;
        var rest = resource[_head.Length..];
        if (!rest.EndsWith(_tail, StringComparison.Ordinal)) return false;
        rest = rest[..^_tail.Length];
        foreach (var part in _middle)
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0) return false;
            rest = rest[(at + part.Length)..];
        }
        return true;
    }
}
