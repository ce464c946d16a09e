using Batata.Domain.Configs;

namespace Batata.Application.Configs;

/// <summary>What clients are served, from memory. Never behind a write that this node acknowledged. Safe for any thread; lookups take no lock.</summary>
public interface IServedConfigs
{
    /// <summary>All configs with a formal or gray version.</summary>
    int Count { get; }

    ServedConfig? Find(in ConfigKey key);

    /// <summary>Md5 of what this client would get; empty when there is nothing for it. No I/O.</summary>
    string Md5For(in ConfigKey key, string? clientIp, string? tag);

    /// <summary>The UTF-8 bytes when they are in the cache.</summary>
    bool TryGetContent(ServedVersion version, out ReadOnlyMemory<byte> utf8);

    /// <summary>The UTF-8 bytes, from the cache or the store.</summary>
    /// <returns>Null when the version was replaced or removed meanwhile: look the config up again.</returns>
    ValueTask<ReadOnlyMemory<byte>?> ReadContentAsync(ServedVersion version, CancellationToken cancellationToken);

    /// <summary>A moment's view of all configs, in no order. O(n): for fuzzy watches and reports.</summary>
    IEnumerable<ServedConfig> All();
}
