using Batata.Api.Nacos.Grpc.Connections;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>A pattern that somebody watches, and the configs that are known to match. One for the whole server. Guarded by its owner.</summary>
internal sealed class WatchedConfigs
{
    private readonly string _namespaceId;
    private readonly NamePattern _group;
    private readonly NamePattern _dataId;

    private WatchedConfigs(string text, string[] parts)
    {
        Text = text;
        _namespaceId = string.IsNullOrWhiteSpace(parts[0]) ? Domain.Namespaces.NamespaceId.Public : parts[0];
        _group = new NamePattern(parts[1]);
        _dataId = new NamePattern(parts[2]);
    }

    /// <summary>As clients write it: <c>namespace>>group>>dataId</c>.</summary>
    public string Text { get; }

    public HashSet<ConfigKey> Keys { get; } = [];

    /// <summary>More match than are kept.</summary>
    public bool Overflowed { get; set; }

    public HashSet<ClientConnection> Watchers { get; } = [];

    /// <returns>Null when the text is no pattern.</returns>
    public static WatchedConfigs? Parse(string? text)
    {
        if (text?.Split(">>") is not [_, { Length: > 0 }, { Length: > 0 }, ..] parts) return null;
        return new WatchedConfigs(text, parts);
    }

    public bool Matches(in ConfigKey key) => key.NamespaceId == _namespaceId && _group.Matches(key.Group) && _dataId.Matches(key.DataId);
}
