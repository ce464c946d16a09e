using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Infrastructure.Persistence.Configs.Seals;

/// <summary>Reads of configs with their contents in clear.</summary>
internal sealed class OpenedConfigQueries(ConfigQueries stored, IContentSeal seal) : IConfigQueries
{
    public async Task<ConfigDetail?> FindAsync(ConfigKey key, CancellationToken cancellationToken) =>
        await stored.FindAsync(key, cancellationToken) is { } found
            ? found with { Version = found.Version with { Content = seal.Open(key, found.Version.Content) } }
            : null;

    public async Task<GrayVersion?> FindGrayAsync(ConfigKey key, string grayName, CancellationToken cancellationToken) =>
        await stored.FindGrayAsync(key, grayName, cancellationToken) is { } found ? found with { Content = seal.Open(key, found.Content) } : null;

    public async Task<Page<ConfigRow>> SearchAsync(ConfigSearch search, int pageNumber, int pageSize, CancellationToken cancellationToken)
    {
        var page = await stored.SearchAsync(search, pageNumber, pageSize, cancellationToken);
        return search.WithContents ? page with { Items = [.. page.Items.Select(Open)] } : page;
    }

    public Task<IReadOnlyList<ConfigRow>> ListNamespaceAsync(string namespaceId, CancellationToken cancellationToken) =>
        stored.ListNamespaceAsync(namespaceId, cancellationToken);

    public Task<Page<ConfigHistoryRow>> HistoryAsync(ConfigKey key, int pageNumber, int pageSize, CancellationToken cancellationToken) =>
        stored.HistoryAsync(key, pageNumber, pageSize, cancellationToken);

    public async Task<ConfigHistoryRow?> FindHistoryAsync(long historyId, CancellationToken cancellationToken) =>
        Open(await stored.FindHistoryAsync(historyId, cancellationToken));

    public Task<DateTimeOffset?> OldestHistoryAsync(CancellationToken cancellationToken) => stored.OldestHistoryAsync(cancellationToken);

    public Task<IReadOnlyList<ConfigKey>> FindKeysAsync(ConfigSearch search, CancellationToken cancellationToken) => stored.FindKeysAsync(search, cancellationToken);

    public Task<IReadOnlyList<(long Id, ConfigKey Key)>> FindKeysAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        stored.FindKeysAsync(ids, cancellationToken);

    public async Task<ConfigHistoryRow?> FindNextHistoryAsync(ConfigHistoryRow row, CancellationToken cancellationToken) =>
        Open(await stored.FindNextHistoryAsync(row, cancellationToken));

    public async Task<ConfigHistoryRow?> FindPreviousAsync(long configId, CancellationToken cancellationToken) =>
        Open(await stored.FindPreviousAsync(configId, cancellationToken));

    private ConfigRow Open(ConfigRow row) =>
        row with { Content = seal.Open(row.Key, new ConfigContent(row.Content, row.Md5, row.EncryptedDataKey)).Text };

    private ConfigHistoryRow? Open(ConfigHistoryRow? row) =>
        row is null ? null : row with { Entry = row.Entry with { Content = seal.Open(row.Key, row.Entry.Content) } };
}
