using System.Collections.Concurrent;
using System.Text;
using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Application.Telemetry;
using Batata.Domain.Configs;
using Batata.Infrastructure.Persistence.Configs.Seals;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>
/// The index of all served configs, moved by the applying thread before a write is acknowledged, and the hot contents.
/// A content is cached under the version object itself and only when its stored md5 is that version's: a newer one cannot get in.
/// </summary>
internal sealed class ServedConfigs : IServedConfigs, IChangeObserver<ConfigChanged>, IDisposable
{
    /// <summary>What the cache needs for an entry beside the content.</summary>
    private const int EntryBytes = 256;

    private static readonly Sql SelectFormal = new("SELECT md5, content FROM config_info WHERE data_id = ? AND group_id = ? AND tenant_id = ?");
    private static readonly Sql SelectGray = new("SELECT md5, content FROM config_info_gray WHERE data_id = ? AND group_id = ? AND tenant_id = ? AND gray_name = ?");

    private readonly StateDatabaseHolder _state;
    private readonly MemoryCache _contents;
    private readonly ContentAdmission _admission;
    private readonly long _largestCached;
    private readonly ConfigNames _names;
    private readonly IContentSeal _seal;
    private readonly TimeProvider _time;
    private readonly Timings _timings;
    private volatile ConcurrentDictionary<ConfigKey, ServedConfig> _configs = new();

    public ServedConfigs(StateDatabaseHolder state, ConfigNames names, IContentSeal seal, IOptions<ConfigOptions> options, Timings timings, TimeProvider time)
    {
        _state = state;
        _names = names;
        _seal = seal;
        _time = time;
        _timings = timings;
        _largestCached = options.Value.ContentCacheBytes / 4; // a larger one would push too many others out
        _admission = new ContentAdmission(options.Value.ContentCacheBytes);
        _contents = new MemoryCache(new MemoryCacheOptions
        {
            SizeLimit = options.Value.ContentCacheBytes,
            ExpirationScanFrequency = TimeSpan.FromDays(1), // nothing expires: entries go when there is no room or their version is gone
        });
    }

    public int Count => _configs.Count;

    public ServedConfig? Find(in ConfigKey key) => _configs.TryGetValue(key, out var config) ? config : null;

    public string Md5For(in ConfigKey key, string? clientIp, string? tag) => Find(key)?.Choose(clientIp, tag).Version?.Md5 ?? "";

    public bool TryGetContent(ServedVersion version, out ReadOnlyMemory<byte> utf8)
    {
        if (_contents.TryGetValue(version, out var cached) && cached is byte[] bytes)
        {
            utf8 = bytes;
            return true;
        }
        utf8 = default;
        return false;
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadContentAsync(ServedVersion version, CancellationToken cancellationToken) =>
        TryGetContent(version, out var utf8) ? ValueTask.FromResult<ReadOnlyMemory<byte>?>(utf8) : ReadStoredAsync(version, cancellationToken);

    public IEnumerable<ServedConfig> All()
    {
        foreach (var (_, config) in _configs) yield return config;
    }

    public void Observe(ConfigChanged change)
    {
        var configs = _configs;
        configs.TryGetValue(change.Key, out var before);
        if (change.After is { } after)
        {
            configs[change.Key] = after;
            CountServed(after);
        }
        else configs.TryRemove(change.Key, out _);
        _names.Moved(before, change.After);
        if (before?.Formal is { } formal) _contents.Remove(formal);
        foreach (var gray in before?.Gray ?? []) _contents.Remove(gray.Version);
    }

    /// <summary>What is applied again after a start is old and says nothing.</summary>
    private void CountServed(ServedConfig config)
    {
        if (config.Formal is { } formal && _time.GetUtcNow() - formal.ModifiedAt is var since && since < TimeSpan.FromMinutes(1)) _timings.ConfigServed.Record(since);
    }

    public void Reset()
    {
        _configs = ServedConfigLoader.Load(_state.Database.Writer, _names);
        _contents.Clear();
        _admission.Reset();
    }

    public void Dispose() => _contents.Dispose();

    private async ValueTask<ReadOnlyMemory<byte>?> ReadStoredAsync(ServedVersion version, CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        while (true)
        {
            var bytes = await _state.Database.ReadAsync((this, version), static (session, question, _) => question.Item1.Read(session, question.version), cancellationToken);
            if (bytes is not null) return bytes;
            if (!IsServed(version)) return null;
            // Committed and not yet observed: a caller that looked again now would find this version still.
            if (_time.GetElapsedTime(since) > TimeSpan.FromSeconds(5)) throw new UnavailableException("The index of configs is behind the state.");
            await Task.Delay(1, cancellationToken);
        }
    }

    /// <summary>When thousands ask for a new version at once, those that waited for a place find what the first ones read.</summary>
    private byte[]? Read(StateSession session, ServedVersion version)
    {
        if (_contents.TryGetValue(version, out var cached)) return (byte[])cached!;
        var bytes = Select(session, version);
        if (bytes is null || bytes.Length + EntryBytes > _largestCached) return bytes;
        if (!_admission.Admits(version, bytes.Length + EntryBytes)) return bytes;
        using var entry = _contents.CreateEntry(version);
        entry.SetValue(bytes).SetSize(bytes.Length + EntryBytes);
        return bytes;
    }

    private bool IsServed(ServedVersion version)
    {
        var config = Find(version.Key);
        return version.GrayName.Length == 0 ? config?.Formal == version : config?.Gray.Any(gray => gray.Version == version) == true;
    }

    private byte[]? Select(StateSession session, ServedVersion version)
    {
        var key = version.Key;
        var formal = version.GrayName.Length == 0;
        using var row = session.Prepare(formal ? SelectFormal : SelectGray).Bind(1, key.DataId).Bind(2, key.Group).Bind(3, key.NamespaceId);
        if (!formal) row.Bind(4, version.GrayName);
        if (!row.Step() || row.Text(0) != version.Md5) return null;
        var bytes = SealedText.Covers(key.DataId)
            ? Encoding.UTF8.GetBytes(_seal.Open(key, new ConfigContent(row.Text(1), version.Md5, version.EncryptedDataKey)).Text)
            : row.Utf8(1).ToArray();
        // A client that computes another md5 than it was told would ask again and again.
        return ConfigContent.Md5Of(bytes) == version.Md5 ? bytes : throw new InvalidDataException($"The stored content of {key} is damaged: it has not the md5 that is stored with it.");
    }
}
