using Batata.Api.Nacos.Grpc.Connections;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>A pattern as clients write it: <c>namespace>>group>>name</c>.</summary>
internal sealed class WatchPattern
{
    private readonly NamePattern _group;
    private readonly NamePattern _name;

    private WatchPattern(string text, string[] parts)
    {
        Text = text;
        NamespaceId = string.IsNullOrWhiteSpace(parts[0]) ? Domain.Namespaces.NamespaceId.Public : parts[0];
        _group = new NamePattern(parts[1]);
        _name = new NamePattern(parts[2]);
    }

    public string Text { get; }

    public string NamespaceId { get; }

    /// <returns>Null when the text is no pattern.</returns>
    public static WatchPattern? Parse(string? text)
    {
        if (text?.Split(">>") is not [_, { Length: > 0 }, { Length: > 0 }, ..] parts) return null;
        return new WatchPattern(text, parts);
    }

    /// <summary>The namespace has to be the same.</summary>
    public bool Matches(string namespaceId, string group, string name) => namespaceId == NamespaceId && _group.Matches(group) && _name.Matches(name);
}

/// <summary>A pattern that somebody watches, and what is known to match. One for the whole server. Guarded by its owner.</summary>
internal sealed class Watched<TKey>(WatchPattern pattern)
    where TKey : struct
{
    public WatchPattern Pattern => pattern;

    public HashSet<TKey> Keys { get; } = [];

    /// <summary>More match than are kept.</summary>
    public bool Overflowed { get; set; }

    /// <summary>Who watches, and the number of the newest watch request of each: an older sync of it is over.</summary>
    public Dictionary<ClientConnection, long> Watchers { get; } = [];
}
