using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Tests.Grpc;

/// <summary>The reads that gRPC requests need; nobody asks for the others.</summary>
internal sealed class FakeConfigQueries(FakeConfigs configs) : IConfigQueries
{
    public Task<ConfigDetail?> FindAsync(ConfigKey key, CancellationToken cancellationToken) =>
        Task.FromResult(configs.Formal().Where(item => item.Key == key).Select(static item => new ConfigDetail(item.Key, item.Formal!)).FirstOrDefault());

    public Task<Page<ConfigRow>> SearchAsync(ConfigSearch search, int pageNumber, int pageSize, CancellationToken cancellationToken)
    {
        var rows = configs.Formal()
            .Where(item => item.Key.NamespaceId == search.NamespaceId && item.Key.Group == search.Group
                && (string.IsNullOrEmpty(search.AppName) || item.Formal!.Description.AppName == search.AppName))
            .Select(static item => new ConfigRow(0, item.Key, "", item.Formal!.Content.Md5, "", item.Formal.Description.AppName, item.Formal.Description.Type, item.Formal.ModifiedAt))
            .ToList();
        return Task.FromResult(Page<ConfigRow>.Of(rows.Count, pageNumber, pageSize, rows));
    }

    public Task<GrayVersion?> FindGrayAsync(ConfigKey key, string grayName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ConfigRow>> ListNamespaceAsync(string namespaceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<ConfigHistoryRow>> HistoryAsync(ConfigKey key, int pageNumber, int pageSize, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ConfigHistoryRow?> FindHistoryAsync(long historyId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DateTimeOffset?> OldestHistoryAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ConfigKey>> FindKeysAsync(ConfigSearch search, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<(long Id, ConfigKey Key)>> FindKeysAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ConfigHistoryRow?> FindNextHistoryAsync(ConfigHistoryRow row, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ConfigHistoryRow?> FindPreviousAsync(long configId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
