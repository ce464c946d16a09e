namespace Batata.Infrastructure.Persistence.Configs.Seals;

/// <summary>Keys of configs that are stored encrypted. Filled by the host from the settings.</summary>
public sealed class SealOptions
{
    /// <summary>Oldest first; see <see cref="ContentKeys.Parse"/>. <c>batata.config.encryption.keys</c>.</summary>
    public string? Keys { get; set; }

    /// <summary>File with the keys in it. <c>batata.config.encryption.key-file</c>.</summary>
    public string? KeyFile { get; set; }
}
