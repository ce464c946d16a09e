namespace Batata.Domain.Configs;

/// <summary>Identity of a config. <see cref="NamespaceId"/> is never blank: <c>public</c> is the default one.</summary>
public readonly record struct ConfigKey(string NamespaceId, string Group, string DataId)
{
    /// <summary>Builds a key from what a client sent; a blank namespace becomes <c>public</c>.</summary>
    public static ConfigKey Of(string dataId, string group, string? namespaceId) =>
        new(Namespaces.NamespaceId.Normalize(namespaceId), group, dataId);

    public bool InPublic => NamespaceId == Namespaces.NamespaceId.Public;

    /// <summary><c>dataId+group+tenant</c> with <c>%</c> and <c>+</c> escaped inside the parts. Protocol source: Nacos <c>GroupKey2</c>.</summary>
    public string ToGroupKey() => $"{Escape(DataId)}+{Escape(Group)}+{Escape(NamespaceId)}";

    public override string ToString() => $"{NamespaceId}/{Group}/{DataId}";

    private static string Escape(string part) => part.Replace("%", "%25", StringComparison.Ordinal).Replace("+", "%2B", StringComparison.Ordinal);
}
