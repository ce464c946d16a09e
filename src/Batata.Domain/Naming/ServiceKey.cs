namespace Batata.Domain.Naming;

/// <summary>Identity of a Nacos service. The kind (ephemeral or persistent) is no part of it: a service holds one kind at a time.</summary>
/// <param name="NamespaceId">Naming knows no blank namespace: fronts fill in <c>public</c>. Other ids are taken as they are.</param>
public readonly record struct ServiceKey(string NamespaceId, string Group, string Name)
{
    public const string DefaultGroup = "DEFAULT_GROUP";

    /// <summary>Between group and name in the written form.</summary>
    public const string Separator = "@@";

    /// <summary><c>group@@name</c>. Builds a string.</summary>
    public string GroupedName => $"{Group}{Separator}{Name}";

    /// <summary>Whether that is <see cref="GroupedName"/>, without building it.</summary>
    public bool IsGroupedName(ReadOnlySpan<char> text) =>
        text.Length == Group.Length + Separator.Length + Name.Length
        && text.StartsWith(Group, StringComparison.Ordinal)
        && text[Group.Length..].StartsWith(Separator, StringComparison.Ordinal)
        && text.EndsWith(Name, StringComparison.Ordinal);

    /// <summary>Splits <c>group@@name</c>; a plain name is in <paramref name="group"/>. Protocol source: Nacos <c>NamingUtils.getServiceName</c>.</summary>
    public static ServiceKey Of(string namespaceId, string nameOrGroupedName, string group = DefaultGroup)
    {
        var at = nameOrGroupedName.IndexOf(Separator, StringComparison.Ordinal);
        return at < 0
            ? new ServiceKey(namespaceId, group, nameOrGroupedName)
            : new ServiceKey(namespaceId, nameOrGroupedName[..at], nameOrGroupedName[(at + Separator.Length)..]);
    }

    // The generated members would do; these look at the part that differs most first, on the hottest path there is.
    public bool Equals(ServiceKey other) => Name == other.Name && Group == other.Group && NamespaceId == other.NamespaceId;

    public override int GetHashCode() =>
        HashCode.Combine(Name.GetHashCode(StringComparison.Ordinal), Group.GetHashCode(StringComparison.Ordinal), NamespaceId.GetHashCode(StringComparison.Ordinal));

    /// <summary>The key of fuzzy watches: <c>namespace@@group@@name</c>.</summary>
    public override string ToString() => $"{NamespaceId}{Separator}{Group}{Separator}{Name}";
}

/// <summary>Which instances a service takes: fixed by whoever creates it, until it is gone.</summary>
public enum ServiceKind
{
    /// <summary>Owned by a client (a connection, or an address that beats) and gone with it.</summary>
    Ephemeral = 1,

    /// <summary>Replicated, checked by the server, there until deregistered.</summary>
    Persistent = 2,
}
