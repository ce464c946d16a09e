using Batata.Application.Abstractions;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Application.Configs;

/// <summary>Creates or replaces a gray version: <c>betaIps</c> or <c>tag</c> of the publish calls.</summary>
/// <param name="Description">Checked like that of a formal publish; only its application name is stored.</param>
public sealed record PublishGrayConfig(
    ConfigKey Key, GrayRule Rule, string? Content, ConfigDescription Description, ConfigAuthor Author, string? EncryptedDataKey = null, string? ExpectedMd5 = null)
    : IRequest<Outcome<ConfigVersion>>;

public sealed class PublishGrayConfigValidator : AbstractValidator<PublishGrayConfig>
{
    public PublishGrayConfigValidator(IOptions<ConfigOptions> options)
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(x => x.Key).ConfigKeyIsLegal();
        RuleFor(x => x.Content).ContentIsLegal(options.Value);
        RuleFor(x => x.Rule).GrayRuleIsLegal();
        RuleFor(x => x.Description).DescriptionIsLegal();
        RuleFor(x => x.Author).AuthorFits();
        RuleFor(x => x.EncryptedDataKey).EncryptedDataKeyFits();
    }
}

internal sealed class PublishGrayConfigHandler(IReplicatedLog log, IContentSeal seal, TimeProvider time, IOptions<ConfigOptions> options)
    : IRequestHandler<PublishGrayConfig, Outcome<ConfigVersion>>
{
    public async Task<Outcome<ConfigVersion>> Handle(PublishGrayConfig request, CancellationToken cancellationToken)
    {
        var stored = await seal.SealAsync(request.Key, ConfigContent.Of(request.Content!, request.EncryptedDataKey), cancellationToken);
        if (!stored.Ok) return stored.Failure;
        return await log.ProposeAsync(
            new PublishGrayConfigEntry(
                request.Key,
                request.Rule,
                stored.Value,
                request.Description.AppName,
                request.Author,
                string.IsNullOrWhiteSpace(request.ExpectedMd5) ? null : request.ExpectedMd5,
                options.Value.MaxGrayVersions,
                ConfigTime.Now(time)),
            cancellationToken);
    }
}

/// <param name="MaxGrayVersions">The proposer's limit, so that all nodes judge alike.</param>
public sealed record PublishGrayConfigEntry(
    ConfigKey Key, GrayRule Rule, ConfigContent Content, string? AppName, ConfigAuthor Author, string? ExpectedMd5, int MaxGrayVersions, DateTimeOffset At)
    : ReplicatedEntry<ConfigVersion>;

internal sealed class PublishGrayConfigApplier(IConfigRepository configs) : IApplier<PublishGrayConfigEntry, ConfigVersion>
{
    public async ValueTask<Outcome<ConfigVersion>> ApplyAsync(PublishGrayConfigEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var item = await configs.FindAsync(entry.Key, cancellationToken) ?? new ConfigItem(entry.Key);
        var published = item.PublishGray(
            entry.Rule, entry.Content, entry.AppName, entry.Author, entry.ExpectedMd5, entry.MaxGrayVersions, entry.At);
        if (!published.Ok) return published;
        await configs.SaveAsync(item, cancellationToken);
        changes.Add(new ConfigChanged(entry.Key, ServedConfig.Of(item)));
        return published;
    }
}
