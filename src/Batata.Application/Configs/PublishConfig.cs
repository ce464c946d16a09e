using Batata.Application.Abstractions;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Application.Configs;

/// <summary>Creates or replaces the formal version of a config.</summary>
/// <param name="ExpectedMd5">Blank for no check.</param>
/// <param name="EncryptedDataKey">Set when the client encrypted the content itself.</param>
public sealed record PublishConfig(
    ConfigKey Key, string? Content, ConfigDescription Description, ConfigAuthor Author, string? EncryptedDataKey = null, string? ExpectedMd5 = null)
    : IRequest<Outcome<ConfigVersion>>;

public sealed class PublishConfigValidator : AbstractValidator<PublishConfig>
{
    public PublishConfigValidator(IOptions<ConfigOptions> options)
    {
        RuleLevelCascadeMode = CascadeMode.Stop;
        RuleFor(x => x.Key).ConfigKeyIsLegal();
        RuleFor(x => x.Content).ContentIsLegal(options.Value);
        RuleFor(x => x.Description).DescriptionIsLegal();
        RuleFor(x => x.Author).AuthorFits();
        RuleFor(x => x.EncryptedDataKey).EncryptedDataKeyFits();
    }
}

internal sealed class PublishConfigHandler(FormalPublishes publishes) : IRequestHandler<PublishConfig, Outcome<ConfigVersion>>
{
    public Task<Outcome<ConfigVersion>> Handle(PublishConfig request, CancellationToken cancellationToken) => publishes.ProposeAsync(
        request.Key, request.Content!, request.EncryptedDataKey, request.Description with { Type = ConfigType.OrText(request.Description.Type) },
        request.Author, request.ExpectedMd5, onlyNew: false, cancellationToken);
}

/// <param name="At">UTC, whole milliseconds.</param>
/// <param name="OnlyNew">Refused with <c>config.exists</c> when there is a formal version.</param>
/// <param name="Quotas">Null when limits are not enforced.</param>
public sealed record PublishConfigEntry(
    ConfigKey Key, ConfigContent Content, ConfigDescription Description, ConfigAuthor Author, string? ExpectedMd5, DateTimeOffset At, bool OnlyNew = false,
    ConfigQuotas? Quotas = null)
    : ReplicatedEntry<ConfigVersion>;

internal sealed class PublishConfigApplier(IConfigRepository configs, ICapacityRepository capacities) : IApplier<PublishConfigEntry, ConfigVersion>
{
    private readonly QuotaJudge _judge = new(capacities);

    public async ValueTask<Outcome<ConfigVersion>> ApplyAsync(PublishConfigEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var item = await configs.FindAsync(entry.Key, cancellationToken) ?? new ConfigItem(entry.Key);
        if (entry.OnlyNew && item.Formal is not null) return ConfigFailures.Exists();
        var published = item.Publish(entry.Content, entry.Description, entry.Author, entry.ExpectedMd5, entry.At);
        if (!published.Ok) return published;
        if (await _judge.JudgeAsync(entry.Key, entry.Quotas, isNew: item.Formal!.Id == 0, entry.At, cancellationToken) is { } full) return full;
        await configs.SaveAsync(item, cancellationToken);
        changes.Add(new ConfigChanged(entry.Key, ServedConfig.Of(item)));
        return published.Value with { Id = item.Formal!.Id };
    }
}
