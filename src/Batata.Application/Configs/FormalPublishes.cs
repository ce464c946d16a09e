using Batata.Application.Abstractions;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Microsoft.Extensions.Options;

namespace Batata.Application.Configs;

/// <summary>Proposes formal versions, whichever way they come in. Settles what is not a function of the state.</summary>
internal sealed class FormalPublishes(IReplicatedLog log, IContentSeal seal, IOptions<CapacityOptions> capacity, TimeProvider time)
{
    /// <param name="expectedMd5">Blank for no check.</param>
    /// <inheritdoc cref="PublishConfigEntry"/>
    public async Task<Outcome<ConfigVersion>> ProposeAsync(
        ConfigKey key, string content, string? encryptedDataKey, ConfigDescription description, ConfigAuthor author, string? expectedMd5, bool onlyNew,
        CancellationToken cancellationToken)
    {
        var stored = await seal.SealAsync(key, ConfigContent.Of(content, encryptedDataKey), cancellationToken);
        if (!stored.Ok) return stored.Failure;
        return await log.ProposeAsync(
            new PublishConfigEntry(
                key,
                stored.Value,
                description,
                author,
                string.IsNullOrWhiteSpace(expectedMd5) ? null : expectedMd5,
                ConfigTime.Now(time),
                onlyNew,
                capacity.Value.QuotasFor(content)),
            cancellationToken);
    }
}
