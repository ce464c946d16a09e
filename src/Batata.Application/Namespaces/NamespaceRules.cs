using System.Buffers;
using Batata.Domain.Namespaces;
using Batata.Domain.Shared;

namespace Batata.Application.Namespaces;

/// <summary>Shapes of ids and names. Protocol source: Nacos 3.1 <c>NamespaceControllerV3</c>; widths of columns: <c>tenant_info</c>.</summary>
public static class NamespaceRules
{
    private const int MaxId = 128;
    private const int MaxName = 128;
    private const int MaxDescription = 256;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("@#$%^&*");

    /// <summary>Null when all is legal.</summary>
    public static Failure? Problem(string id, string name, string? description)
    {
        if (id.Length == 0 || id.Length > MaxId || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            return NamespaceFailures.Illegal(id.Length > MaxId ? $"too long namespaceId, over {MaxId}" : $"namespaceId [{id}] mismatch the pattern");
        return NameProblem(name, description) is { Code: NamespaceFailures.TooLongCode } ? NamespaceFailures.NotCreated : NameProblem(name, description);
    }

    public static Failure? NameProblem(string name, string? description)
    {
        if (name.AsSpan().ContainsAny(NotInNames)) return NamespaceFailures.Illegal($"namespaceName [{name}] contains illegal char");
        if (name.Length > MaxName) return NamespaceFailures.TooLong($"too long namespaceName, over {MaxName}");
        return description?.Length > MaxDescription ? NamespaceFailures.TooLong($"too long namespaceDesc, over {MaxDescription}") : null;
    }
}
