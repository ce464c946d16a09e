namespace Batata.Domain.Namespaces;

/// <summary>Rules of namespace ids that hold everywhere. Protocol source: Nacos 3.1 <c>NamespaceUtil</c>.</summary>
public static class NamespaceId
{
    /// <summary>The default namespace. Nacos 2.x stored it as an empty string; here it has one spelling only.</summary>
    public const string Public = "public";

    /// <summary>Missing, empty and blank ids mean <see cref="Public"/>; others lose the blanks around them.</summary>
    public static string Normalize(string? namespaceId) =>
        string.IsNullOrWhiteSpace(namespaceId) ? Public : namespaceId.Trim();
}
