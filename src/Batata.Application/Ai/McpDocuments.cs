using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Batata.Application.Configs;
using Batata.Domain.Ai;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Ai;

/// <summary>The versions of a server as they are stored.</summary>
/// <param name="Md5">Of the content, so that a writer can tell whether somebody was faster.</param>
public sealed record StoredVersions(McpServerVersions Info, McpVersionList List, string Md5);

/// <summary>Reads and writes the configs that the registry consists of, by the config centre's own use cases: their rules, history and pushes hold.</summary>
public sealed class McpDocuments(IMediator mediator, IConfigQueries configs)
{
    /// <summary>The longest tag that a config may have. A server whose name makes a longer one is found all the same: by the application of its config.</summary>
    private const int MaxTag = 64;

    /// <returns>The id of the server that has this name, the oldest one if several do; null when none has.</returns>
    public async Task<string?> FindIdAsync(string namespaceId, string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0) return null;
        var rows = await configs.SearchAsync(Search(namespaceId, name), 1, int.MaxValue, cancellationToken);
        return rows.Items.Select(static row => McpNames.IdOf(row.Key)).FirstOrDefault(static id => id is not null);
    }

    /// <summary>Ids of the servers whose names have this part; of all when it is empty. In order of creation.</summary>
    public async Task<IReadOnlyList<string>> FindIdsAsync(string namespaceId, string name, bool blur, CancellationToken cancellationToken)
    {
        var rows = await configs.SearchAsync(Search(namespaceId, blur ? null : name), 1, int.MaxValue, cancellationToken);
        return
        [
            .. rows.Items.Where(row => !blur || row.AppName?.Contains(name, StringComparison.Ordinal) == true)
                .Select(static row => McpNames.IdOf(row.Key)).OfType<string>(),
        ];
    }

    public async Task<StoredVersions?> FindVersionsAsync(string namespaceId, string id, CancellationToken cancellationToken)
    {
        if (await configs.FindAsync(McpNames.Versions(namespaceId, id), cancellationToken) is not { } found) return null;
        if (McpJson.Read(found.Version.Content.Text, McpJson.Stored.McpServerVersions) is not { } info) return null;
        var list = new McpVersionList(
            info.LatestPublishedVersion,
            [.. (info.VersionDetails ?? []).Where(static one => one.Version is not null).Select(static one => new McpVersion(one.Version!, one.ReleaseDate))]);
        return new StoredVersions(info, list, found.Version.Content.Md5);
    }

    public Task<McpStoredServer?> FindServerAsync(string namespaceId, string id, string version, CancellationToken cancellationToken) =>
        ReadAsync(McpNames.Server(namespaceId, id, version), McpJson.Stored.McpStoredServer, cancellationToken);

    public Task<McpToolSpecification?> FindToolsAsync(string namespaceId, string dataId, CancellationToken cancellationToken) =>
        ReadAsync(new ConfigKey(namespaceId, McpNames.ToolsGroup, dataId), McpJson.Stored.McpToolSpecification, cancellationToken);

    /// <param name="expectedMd5">Null to write whatever is there.</param>
    public Task<Outcome<Done>> SaveVersionsAsync(string namespaceId, McpServerVersions info, McpVersionList list, string? expectedMd5, ConfigAuthor author, CancellationToken cancellationToken)
    {
        var content = info with { LatestPublishedVersion = list.Latest, VersionDetails = Details(list) };
        var tag = McpNames.NameTag(info.Name ?? "");
        return SaveAsync(
            McpNames.Versions(namespaceId, info.Id!), content, McpJson.Stored.McpServerVersions, info.Name, tag.Length <= MaxTag ? [McpNames.ConfigTag, tag] : [McpNames.ConfigTag],
            author, expectedMd5, cancellationToken);
    }

    public Task<Outcome<Done>> SaveServerAsync(string namespaceId, McpStoredServer server, string version, ConfigAuthor author, CancellationToken cancellationToken) =>
        SaveAsync(McpNames.Server(namespaceId, server.Id!, version), server, McpJson.Stored.McpStoredServer, server.Name, [McpNames.ConfigTag], author, null, cancellationToken);

    public Task<Outcome<Done>> SaveToolsAsync(string namespaceId, McpServer server, string version, McpToolSpecification tools, ConfigAuthor author, CancellationToken cancellationToken) =>
        SaveAsync(McpNames.Tools(namespaceId, server.Id!, version), tools, McpJson.Stored.McpToolSpecification, server.Name, [McpNames.ConfigTag], author, null, cancellationToken);

    public async Task<Outcome<Done>> RemoveAsync(ConfigKey key, ConfigAuthor author, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveConfig(key, author), cancellationToken)).Map(static _ => default(Done));

    public static IReadOnlyList<McpVersionDetail> Details(McpVersionList list) =>
        [.. list.Versions.Select(one => new McpVersionDetail { Version = one.Version, ReleaseDate = one.ReleaseDate, IsLatest = list.IsLatest(one.Version) })];

    private static ConfigSearch Search(string namespaceId, string? name) =>
        new(Blur: false, namespaceId, null, McpNames.VersionsGroup, name, [], [], null) { WithContents = false };

    private async Task<T?> ReadAsync<T>(ConfigKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        await configs.FindAsync(key, cancellationToken) is { } found ? McpJson.Read(found.Version.Content.Text, type) : null;

    private async Task<Outcome<Done>> SaveAsync<T>(
        ConfigKey key, T content, JsonTypeInfo<T> type, string? name, IReadOnlyList<string> tags, ConfigAuthor author, string? expectedMd5, CancellationToken cancellationToken)
    {
        var about = ConfigDescription.None with { AppName = name, Type = "json", Tags = tags };
        return (await mediator.Send(new PublishConfig(key, JsonSerializer.Serialize(content, type), about, author, ExpectedMd5: expectedMd5), cancellationToken)).Map(static _ => default(Done));
    }
}
