using Batata.Domain.Namespaces;

namespace Batata.Application.Namespaces;

/// <param name="IsDefault"><c>public</c>, which nobody made.</param>
/// <param name="ConfigCount">Formal versions inside.</param>
public sealed record NamespaceDetail(Namespace Namespace, bool IsDefault, int ConfigCount);

/// <summary>Reads of namespaces.</summary>
public interface INamespaceQueries
{
    /// <returns>Null for one that nobody made; <c>public</c> is always there.</returns>
    Task<NamespaceDetail?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary><c>public</c> first, then in order of creation.</summary>
    Task<IReadOnlyList<NamespaceDetail>> ListAsync(CancellationToken cancellationToken);

    /// <summary>True for <c>public</c> and for those that somebody made.</summary>
    Task<bool> ExistsAsync(string id, CancellationToken cancellationToken);
}
