namespace Batata.Domain.Configs;

/// <summary>Loads and saves whole aggregates inside the unit of work of the entry that is being applied.</summary>
public interface IConfigRepository
{
    /// <returns>The config with its gray versions, or null when it has neither a formal nor a gray version.</returns>
    ValueTask<ConfigItem?> FindAsync(ConfigKey key, CancellationToken cancellationToken);

    /// <returns>The key of the formal version with this row id, or null.</returns>
    ValueTask<ConfigKey?> FindKeyAsync(long id, CancellationToken cancellationToken);

    /// <summary>Writes what the aggregate changed (formal version, tags, gray versions, pending history) and gives a new formal version its id.</summary>
    ValueTask SaveAsync(ConfigItem item, CancellationToken cancellationToken);

    /// <summary>Removes the oldest rows of the history, up to the first that is younger than <paramref name="before"/>.</summary>
    /// <param name="max">Rows at once.</param>
    /// <returns>How many there were.</returns>
    ValueTask<int> ForgetHistoryAsync(DateTimeOffset before, int max, CancellationToken cancellationToken);
}
