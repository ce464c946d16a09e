using System.Text;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>One string for each of the few groups, namespaces and types that many rows repeat. For one thread, for the time of a load.</summary>
internal sealed class NamePool
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _byText;

    public NamePool() => _byText = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    public string Take(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > 512) return Encoding.UTF8.GetString(utf8);
        Span<char> buffer = stackalloc char[512];
        var text = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        if (_byText.TryGetValue(text, out var known)) return known;
        var added = text.ToString();
        _names.Add(added);
        return added;
    }
}
