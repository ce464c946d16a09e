using System.Globalization;

namespace Batata.Domain.Naming;

/// <summary>Metadata keys that the server understands. Protocol source: Nacos <c>PreservedMetadataKeys</c>, <c>Constants</c>.</summary>
public static class PreservedKeys
{
    public const string HeartBeatInterval = "preserved.heart.beat.interval";
    public const string HeartBeatTimeout = "preserved.heart.beat.timeout";
    public const string IpDeleteTimeout = "preserved.ip.delete.timeout";
    public const string InstanceIdGenerator = "preserved.instance.id.generator";
    public const string EnableClientBeat = "enableClientBeat";

    public const long DefaultHeartBeatIntervalMs = 5_000;
    public const long DefaultHeartBeatTimeoutMs = 15_000;
    public const long DefaultIpDeleteTimeoutMs = 30_000;
    public const string SimpleGenerator = "simple";
    public const string SnowflakeGenerator = "snowflake";
}

/// <summary>The reserved keys of one metadata, read. Times in milliseconds; null when the key is missing or is no number.</summary>
public sealed class PreservedValues
{
    private static readonly PreservedValues Nothing = new();

    public long? HeartBeatIntervalMs { get; private init; }

    public long? HeartBeatTimeoutMs { get; private init; }

    public long? IpDeleteTimeoutMs { get; private init; }

    /// <summary>Null when the key is missing.</summary>
    public bool? EnableClientBeat { get; private init; }

    /// <summary>As the instance JSON has it: <c>simple</c> without any metadata, else the value of the key, else left out (null).</summary>
    public string? ShownIdGenerator { get; private init; } = PreservedKeys.SimpleGenerator;

    internal static PreservedValues Of(Metadata metadata) => metadata.Count == 0
        ? Nothing
        : new PreservedValues
        {
            HeartBeatIntervalMs = Number(metadata, PreservedKeys.HeartBeatInterval),
            HeartBeatTimeoutMs = Number(metadata, PreservedKeys.HeartBeatTimeout),
            IpDeleteTimeoutMs = Number(metadata, PreservedKeys.IpDeleteTimeout),
            EnableClientBeat = metadata.Find(PreservedKeys.EnableClientBeat) is { } text ? JavaText.ToBoolean(text) : null,
            ShownIdGenerator = metadata.Find(PreservedKeys.InstanceIdGenerator),
        };

    /// <summary>Digits only, as in Nacos (<c>^\d+$</c>); anything else counts as missing.</summary>
    private static long? Number(Metadata metadata, string key) =>
        long.TryParse(metadata.Find(key), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
