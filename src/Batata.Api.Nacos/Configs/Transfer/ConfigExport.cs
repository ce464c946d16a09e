using System.Globalization;
using System.IO.Compression;
using System.Text;
using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Identity;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs.Transfer;

/// <summary>
/// Writes configs as a ZIP straight to the client, one at a time: a large namespace is never in memory. Ids win over every other condition. Protocol
/// source: Nacos 3.1 <c>ConfigControllerV3.exportConfig</c>, <c>ConfigController.exportConfig</c>.
/// </summary>
internal sealed class ConfigExport(IConfigQueries queries, TimeProvider time)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="withTags">Only the v1 call writes them.</param>
    public Task WriteAsync(NacosRequest request, ConfigFields fields, string contentType, bool withTags) =>
        WriteAsync(request, fields, contentType, item => Metadata(item, withTags), static items => (ConfigMetadata.FileName, ConfigMetadata.Write(items)));

    /// <summary>The layout of 1.x: names of applications in <c>.meta.yml</c>, when there are any.</summary>
    public Task WriteOldLayoutAsync(NacosRequest request, ConfigFields fields, string contentType) =>
        WriteAsync(request, fields, contentType, static item => Metadata(item, withTags: false), static items => (ImportPlan.OldMetadata, OldMetadata(items)));

    private async Task WriteAsync(
        NacosRequest request, ConfigFields fields, string contentType, Func<ConfigDetail, ConfigMetadataItem> describe,
        Func<IReadOnlyList<ConfigMetadataItem>, (string Name, string Text)> summarise)
    {
        var keys = await KeysAsync(request, fields);
        if (!request.Allows(NacosPermission.ReadConfig, keys))
        {
            await request.Errors.RefusedAsync(request.Http, IdentityFailures.Denied);
            return;
        }
        var response = request.Http.Response;
        response.ContentType = contentType;
        response.Headers.ContentDisposition = $"attachment;filename=nacos_config_export_{time.GetLocalNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}.zip";
        if (HttpMethods.IsHead(request.Http.Request.Method)) return;
        var metadata = new List<ConfigMetadataItem>();
        await using var output = new ZipOutput(response.BodyWriter);
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Utf8))
        {
            foreach (var key in keys)
            {
                if (await queries.FindAsync(key, request.Aborted) is not { } item) continue; // removed meanwhile
                Add(zip, $"{key.Group}/{key.DataId}", item.Version.Content.Text);
                await output.FlushAsync(request.Aborted);
                metadata.Add(describe(item));
            }
            var (name, text) = summarise(metadata);
            if (text.Length > 0) Add(zip, name, text);
        }
        await output.FlushAsync(request.Aborted);
    }

    private async Task<IReadOnlyList<ConfigKey>> KeysAsync(NacosRequest request, ConfigFields fields)
    {
        if (request.Longs("ids") is { Count: > 0 } ids) return [.. (await queries.FindKeysAsync(ids, request.Aborted)).Select(static found => found.Key)];
        var search = new ConfigSearch(
            Blur: false, Domain.Namespaces.NamespaceId.Normalize(request[fields.Namespace]), request["dataId"], request[fields.Group], request["appName"], [], [], null);
        return await queries.FindKeysAsync(search, request.Aborted);
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Utf8.GetBytes(text));
    }

    private static ConfigMetadataItem Metadata(ConfigDetail item, bool withTags)
    {
        var about = item.Version.Description;
        // A null type is served as text, and the import wants one.
        return new ConfigMetadataItem(
            item.Key.Group, item.Key.DataId, about.Type ?? ConfigType.Text, about.AppName ?? "", about.Desc, withTags ? ConfigAllInfoJson.Joined(about.Tags) : null);
    }

    private static string OldMetadata(IReadOnlyList<ConfigMetadataItem> items) => string.Concat(items
        .Where(static item => !string.IsNullOrEmpty(item.AppName))
        .Select(static item => $"{ImportPlan.OldName(item.Group!, item.DataId!)}={item.AppName}\r\n"));
}
