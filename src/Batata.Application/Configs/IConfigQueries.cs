using Batata.Domain.Configs;

namespace Batata.Application.Configs;

/// <summary>A page of a list. Pages count from 1.</summary>
public sealed record Page<T>(int TotalCount, int PageNumber, int PagesAvailable, IReadOnlyList<T> Items)
{
    /// <summary><paramref name="items"/> is the slice already; the number of pages is the ceiling of total / size.</summary>
    public static Page<T> Of(int total, int pageNumber, int pageSize, IReadOnlyList<T> items) =>
        new(total, pageNumber, (int)(((long)total + pageSize - 1) / pageSize), items);
}

/// <summary>A formal version with all that is stored of it.</summary>
public sealed record ConfigDetail(ConfigKey Key, FormalVersion Version);

/// <summary>A row of a search.</summary>
public sealed record ConfigRow(
    long Id, ConfigKey Key, string Content, string Md5, string EncryptedDataKey, string? AppName, string? Type, DateTimeOffset ModifiedAt);

/// <param name="Blur"><c>*</c> in names, tags and content is a wildcard; otherwise all is compared as it stands.</param>
/// <param name="NamespaceId">Null for all namespaces.</param>
/// <param name="DataId">Null or empty for any; likewise group, application and content.</param>
/// <param name="Types">Empty for any; only asked when <paramref name="Blur"/>.</param>
/// <param name="Tags">Any of these; empty for no condition.</param>
public sealed record ConfigSearch(
    bool Blur, string? NamespaceId, string? DataId, string? Group, string? AppName, IReadOnlyList<string> Types, IReadOnlyList<string> Tags, string? Content)
{
    /// <summary>False leaves the contents of the rows empty.</summary>
    public bool WithContents { get; init; } = true;

    /// <summary>Which configs the caller may know of; null for all. What it may not is not counted either.</summary>
    public Func<ConfigKey, bool>? MayRead { get; init; }

    /// <summary>It asks for what is in memory of every config, and for nothing else.</summary>
    public bool IsByNames => Tags.Count == 0 && string.IsNullOrEmpty(Content);
}

/// <summary>A row of the history.</summary>
/// <param name="HistoryId">Column <c>nid</c>: grows with time.</param>
public sealed record ConfigHistoryRow(long HistoryId, ConfigKey Key, ConfigHistoryEntry Entry);

/// <summary>Reads of the config centre, straight from the store to the shape of an answer.</summary>
public interface IConfigQueries
{
    Task<ConfigDetail?> FindAsync(ConfigKey key, CancellationToken cancellationToken);

    /// <returns>The gray version, or null.</returns>
    Task<GrayVersion?> FindGrayAsync(ConfigKey key, string grayName, CancellationToken cancellationToken);

    /// <summary>Rows in order of creation.</summary>
    Task<Page<ConfigRow>> SearchAsync(ConfigSearch search, int pageNumber, int pageSize, CancellationToken cancellationToken);

    /// <summary>All formal versions of a namespace, without their contents.</summary>
    Task<IReadOnlyList<ConfigRow>> ListNamespaceAsync(string namespaceId, CancellationToken cancellationToken);

    /// <summary>History of one config, newest first; contents are left empty.</summary>
    Task<Page<ConfigHistoryRow>> HistoryAsync(ConfigKey key, int pageNumber, int pageSize, CancellationToken cancellationToken);

    Task<ConfigHistoryRow?> FindHistoryAsync(long historyId, CancellationToken cancellationToken);

    /// <returns>The time of the oldest row of the whole history; null when there is none.</returns>
    Task<DateTimeOffset?> OldestHistoryAsync(CancellationToken cancellationToken);

    /// <summary>Keys of the rows that the search finds, in order of creation.</summary>
    Task<IReadOnlyList<ConfigKey>> FindKeysAsync(ConfigSearch search, CancellationToken cancellationToken);

    /// <summary>Row id → key of those formal versions that are there, in order of creation.</summary>
    Task<IReadOnlyList<(long Id, ConfigKey Key)>> FindKeysAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken);

    /// <returns>The row that follows this one in the history of the same version, formal or gray; null when it is the newest.</returns>
    Task<ConfigHistoryRow?> FindNextHistoryAsync(ConfigHistoryRow row, CancellationToken cancellationToken);

    /// <returns>The newest history row that belongs to the config with this row id; null after a first publish.</returns>
    Task<ConfigHistoryRow?> FindPreviousAsync(long configId, CancellationToken cancellationToken);
}
