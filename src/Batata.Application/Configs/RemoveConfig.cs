using Batata.Application.Abstractions;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using FluentValidation;
using MediatR;

namespace Batata.Application.Configs;

/// <summary>Removes the formal version. Gray versions stay. The value is false when there was nothing, which is a success for clients.</summary>
public sealed record RemoveConfig(ConfigKey Key, ConfigAuthor Author) : IRequest<Outcome<bool>>;

/// <summary>Removes one gray version, by its full name or by its bare tag.</summary>
public sealed record RemoveGrayConfig(ConfigKey Key, string GrayName, ConfigAuthor Author) : IRequest<Outcome<Done>>;

/// <summary>Removes the formal versions with these row ids; unknown ids are skipped. The value is how many there were.</summary>
public sealed record RemoveConfigsById(IReadOnlyList<long> Ids, ConfigAuthor Author) : IRequest<Outcome<int>>;

public sealed class RemoveConfigValidator : AbstractValidator<RemoveConfig>
{
    public RemoveConfigValidator()
    {
        RuleFor(x => x.Key).ConfigKeyIsLegal();
        RuleFor(x => x.Author).AuthorFits();
    }
}

public sealed class RemoveGrayConfigValidator : AbstractValidator<RemoveGrayConfig>
{
    public RemoveGrayConfigValidator()
    {
        RuleFor(x => x.Key).ConfigKeyIsLegal();
        RuleFor(x => x.Author).AuthorFits();
    }
}

internal sealed class RemoveConfigHandler(IReplicatedLog log, TimeProvider time) :
    IRequestHandler<RemoveConfig, Outcome<bool>>,
    IRequestHandler<RemoveGrayConfig, Outcome<Done>>,
    IRequestHandler<RemoveConfigsById, Outcome<int>>
{
    public Task<Outcome<bool>> Handle(RemoveConfig request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new RemoveConfigEntry(request.Key, request.Author, ConfigTime.Now(time)), cancellationToken);

    public Task<Outcome<Done>> Handle(RemoveGrayConfig request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new RemoveGrayConfigEntry(request.Key, request.GrayName, request.Author, ConfigTime.Now(time)), cancellationToken);

    public async Task<Outcome<int>> Handle(RemoveConfigsById request, CancellationToken cancellationToken) =>
        request.Ids.Count == 0
            ? 0
            : await log.ProposeAsync(new RemoveConfigsByIdEntry(request.Ids, request.Author, ConfigTime.Now(time)), cancellationToken);
}

public sealed record RemoveConfigEntry(ConfigKey Key, ConfigAuthor Author, DateTimeOffset At) : ReplicatedEntry<bool>;

public sealed record RemoveGrayConfigEntry(ConfigKey Key, string GrayName, ConfigAuthor Author, DateTimeOffset At) : ReplicatedEntry<Done>;

public sealed record RemoveConfigsByIdEntry(IReadOnlyList<long> Ids, ConfigAuthor Author, DateTimeOffset At) : ReplicatedEntry<int>;

internal sealed class RemoveConfigApplier(IConfigRepository configs) :
    IApplier<RemoveConfigEntry, bool>,
    IApplier<RemoveGrayConfigEntry, Done>,
    IApplier<RemoveConfigsByIdEntry, int>
{
    public async ValueTask<Outcome<bool>> ApplyAsync(RemoveConfigEntry entry, IChangeSink changes, CancellationToken cancellationToken) =>
        await RemoveAsync(entry.Key, entry.Author, entry.At, changes, cancellationToken);

    public async ValueTask<Outcome<Done>> ApplyAsync(RemoveGrayConfigEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var item = await configs.FindAsync(entry.Key, cancellationToken);
        if (item is null) return ConfigFailures.GrayNotFound(entry.GrayName);
        var removed = item.RemoveGray(entry.GrayName, entry.Author, entry.At);
        if (removed.Ok) await SaveAsync(item, changes, cancellationToken);
        return removed;
    }

    public async ValueTask<Outcome<int>> ApplyAsync(RemoveConfigsByIdEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var id in entry.Ids)
        {
            var key = await configs.FindKeyAsync(id, cancellationToken);
            if (key is not null && await RemoveAsync(key.Value, entry.Author, entry.At, changes, cancellationToken)) removed++;
        }
        return removed;
    }

    private async ValueTask<bool> RemoveAsync(ConfigKey key, ConfigAuthor author, DateTimeOffset at, IChangeSink changes, CancellationToken cancellationToken)
    {
        var item = await configs.FindAsync(key, cancellationToken);
        if (item is null || !item.Remove(author, at)) return false;
        await SaveAsync(item, changes, cancellationToken);
        return true;
    }

    private async ValueTask SaveAsync(ConfigItem item, IChangeSink changes, CancellationToken cancellationToken)
    {
        await configs.SaveAsync(item, cancellationToken);
        changes.Add(new ConfigChanged(item.Key, ServedConfig.Of(item)));
    }
}
