using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Persistence.Configs.Seals;

/// <inheritdoc cref="IContentSeal"/>
internal sealed partial class ContentSeal(ContentKeys keys, SealQueries queries, ILogger<ContentSeal> logger) : IContentSeal
{
    public ValueTask<Outcome<ConfigContent>> SealAsync(ConfigKey key, ConfigContent content, CancellationToken cancellationToken)
    {
        if (!SealedText.Covers(key.DataId) || content.EncryptedDataKey.Length > 0) return ValueTask.FromResult<Outcome<ConfigContent>>(content);
        return keys.Newest is { } newest
            ? ValueTask.FromResult<Outcome<ConfigContent>>(content with { Text = SealedText.Seal(newest, key, content.Text) })
            : LetPassAsync(key, content, cancellationToken);
    }

    public ConfigContent Open(ConfigKey key, ConfigContent stored)
    {
        if (!SealedText.Covers(key.DataId) || stored.EncryptedDataKey.Length > 0 || SealedText.KeyIdOf(stored.Text) is not { } keyId) return stored;
        var found = keys.Find(keyId)
            ?? throw new UnavailableException($"{key} is encrypted with the key {keyId}, which this node lacks (batata.config.encryption.key-file).");
        return stored with { Text = SealedText.Open(found, key, stored.Text) };
    }

    /// <summary>Nacos without a cipher plugin stores such contents as they are, and so does a server without keys. Not beside nodes that have them.</summary>
    private async ValueTask<Outcome<ConfigContent>> LetPassAsync(ConfigKey key, ConfigContent content, CancellationToken cancellationToken)
    {
        var used = await queries.KeyIdsAsync(cancellationToken);
        if (used.Count > 0) return ConfigFailures.KeyMissing(used);
        if (SealedText.IsSealed(content.Text)) // would be taken for a sealed one later
            return new Failure(FailureKind.Invalid, ConfigFailures.InvalidCode, $"content of {key.DataId} must not begin with {SealedText.Prefix}");
        LogInClear(key);
        return content;
    }

    [LoggerMessage(EventId = 1511, Level = LogLevel.Warning, Message = "{Key} is stored in clear: there is no key to encrypt it with (batata.config.encryption.key-file)")]
    private partial void LogInClear(ConfigKey key);
}
