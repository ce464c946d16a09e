using Microsoft.Extensions.Options;

namespace Batata.Application.KeyHistory;

/// <summary>Who writes a key.</summary>
/// <param name="By">Accessor of the token; empty for nobody.</param>
/// <param name="RestoredFrom">Index of the version that is put back; 0 when it is none.</param>
public sealed record KeyAuthor(string By, string Address, ulong RestoredFrom = 0);

/// <summary>What the history of a key is to keep of a write. The proposer settles it: neither clock nor settings are looked at while it is applied.</summary>
/// <param name="Keep">Versions of the key that stay.</param>
/// <param name="MaxValueBytes">A larger value is not kept.</param>
public sealed record KeyOrigin(DateTimeOffset At, string By, string Address, int Keep, int MaxValueBytes, ulong RestoredFrom);

internal sealed class KeyOrigins(IOptions<KeyHistoryOptions> options, TimeProvider time)
{
    private readonly KeyHistoryOptions _options = options.Value;

    /// <returns>Null when nothing is kept.</returns>
    public KeyOrigin? Of(KeyAuthor? author) => _options.Versions == 0
        ? null
        : new KeyOrigin(time.GetUtcNow(), author?.By ?? "", author?.Address ?? "", _options.Versions, _options.MaxValueBytes, author?.RestoredFrom ?? 0);
}
