namespace Batata.Domain.Namespaces;

/// <summary>Namespaces inside the unit of work of the entry that is being applied.</summary>
public interface INamespaceRepository
{
    ValueTask<Namespace?> FindAsync(string id, CancellationToken cancellationToken);

    ValueTask AddAsync(Namespace added, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Replaces name and description.</summary>
    ValueTask UpdateAsync(Namespace changed, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Nothing inside is removed with it. A missing one is no error.</summary>
    ValueTask RemoveAsync(string id, CancellationToken cancellationToken);
}
