using Batata.Application.Namespaces;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Application.Configs;

/// <summary>What becomes of a config that is there already. Protocol source: Nacos <c>SameConfigPolicy</c>.</summary>
public enum ImportPolicy
{
    /// <summary>It fails, and all after it are left out. What was stored before stays.</summary>
    Abort,

    /// <summary>It is left as it is.</summary>
    Skip,
    Overwrite,
}

/// <param name="Type">Stored as it stands; null is served as text.</param>
/// <param name="AppName">Null keeps the stored one.</param>
/// <param name="Tags">Null keeps the stored ones.</param>
public sealed record ImportedConfig(
    string DataId, string Group, string Content, string? EncryptedDataKey, string? AppName, string? Type, string? Desc, IReadOnlyList<string>? Tags);

/// <summary>What was done, item by item.</summary>
/// <param name="Stopped">Why it went no further than the item in <paramref name="Failed"/>, when that is not the policy.</param>
public sealed record ImportReport(int Succeeded, IReadOnlyList<ImportedConfig> Failed, IReadOnlyList<ImportedConfig> Skipped, Failure? Stopped = null);

/// <summary>
/// Stores configs one after the other, each with its own history row and its own notice to listeners. An item that is refused ends it; what was
/// stored before stays, and the report says what that was. Refused with <c>namespace.not_found</c> when nobody made the namespace.
/// </summary>
public sealed record ImportConfigs(string NamespaceId, IReadOnlyList<ImportedConfig> Items, ImportPolicy Policy, ConfigAuthor Author) : IRequest<Outcome<ImportReport>>;

internal sealed class ImportConfigsHandler(FormalPublishes publishes, INamespaceQueries namespaces, IOptions<ConfigOptions> options)
    : IRequestHandler<ImportConfigs, Outcome<ImportReport>>
{
    public async Task<Outcome<ImportReport>> Handle(ImportConfigs request, CancellationToken cancellationToken)
    {
        if (!await namespaces.ExistsAsync(request.NamespaceId, cancellationToken)) return NamespaceFailures.NotFound(request.NamespaceId);
        var succeeded = 0;
        var failed = new List<ImportedConfig>();
        var skipped = new List<ImportedConfig>();
        Failure? stopped = null;
        foreach (var item in request.Items)
        {
            if (failed.Count > 0)
            {
                skipped.Add(item);
                continue;
            }
            var stored = await StoreAsync(request, item, cancellationToken);
            if (stored.Ok) succeeded++;
            else if (stored.Failure.Code == ConfigFailures.ExistsCode) (request.Policy == ImportPolicy.Skip ? skipped : failed).Add(item);
            else
            {
                failed.Add(item);
                stopped = stored.Failure;
            }
        }
        return new ImportReport(succeeded, failed, skipped, stopped);
    }

    private async Task<Outcome<ConfigVersion>> StoreAsync(ImportConfigs request, ImportedConfig item, CancellationToken cancellationToken)
    {
        var key = ConfigKey.Of(item.DataId, item.Group, request.NamespaceId);
        var description = new ConfigDescription(item.AppName, item.Type, item.Desc, null, null, null, item.Tags);
        if (ConfigRules.Problem(key, item.Content, description, request.Author, options.Value) is { } problem) return problem;
        return await publishes.ProposeAsync(
            key, item.Content, item.EncryptedDataKey, description, request.Author, expectedMd5: null, onlyNew: request.Policy != ImportPolicy.Overwrite, cancellationToken);
    }
}
