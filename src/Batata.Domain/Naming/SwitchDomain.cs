using System.Text.Json;
using System.Text.Json.Serialization;

namespace Batata.Domain.Naming;

/// <summary>
/// Settings of naming that operators change at run time, replicated as a whole. Members, their names and defaults are those of the JSON that
/// clients see. Protocol source: Nacos <c>SwitchDomain</c>. Several switches are kept and shown only; the reference does no more with them.
/// </summary>
public sealed record SwitchDomain
{
    public static SwitchDomain Default { get; } = new();

    public string Name { get; init; } = "00-00---000-NACOS_SWITCH_DOMAIN-000---00-00";

    public IReadOnlyList<string>? Masters { get; init; }

    public IReadOnlyDictionary<string, int> AdWeightMap { get; init; } = new Dictionary<string, int>();

    /// <summary><c>cacheMillis</c> of service answers; also how long a UDP subscription needs no renewal.</summary>
    public long DefaultPushCacheMillis { get; init; } = 10_000;

    /// <summary>Beat interval for instances that say none.</summary>
    public long ClientBeatInterval { get; init; } = 5_000;

    public long DefaultCacheMillis { get; init; } = 3_000;

    public float DistroThreshold { get; init; } = 0.7f;

    /// <summary>False stops checks of persistent instances and of beats.</summary>
    public bool HealthCheckEnabled { get; init; } = true;

    public bool AutoChangeHealthCheckEnabled { get; init; } = true;

    public bool DistroEnabled { get; init; } = true;

    public bool EnableStandalone { get; init; } = true;

    /// <summary>False: pushes wait, and UDP subscriptions are not taken.</summary>
    public bool PushEnabled { get; init; } = true;

    /// <summary>Results of one kind in a row that change the health of a persistent instance.</summary>
    public int CheckTimes { get; init; } = 3;

    public HealthParams HttpHealthParams { get; init; } = HealthParams.Http;

    public HealthParams TcpHealthParams { get; init; } = HealthParams.Tcp;

    public HealthParams MysqlHealthParams { get; init; } = HealthParams.Mysql;

    public IReadOnlyList<string> IncrementalList { get; init; } = [];

    public long ServerStatusSynchronizationPeriodMillis { get; init; } = 2_000;

    public long ServiceStatusSynchronizationPeriodMillis { get; init; } = 5_000;

    [JsonPropertyName("disableAddIP")]
    public bool DisableAddIp { get; init; }

    public bool SendBeatOnly { get; init; }

    public bool LightBeatEnabled { get; init; } = true;

    /// <summary>Start of <c>path?query</c> → status to answer without a body.</summary>
    public IReadOnlyDictionary<string, int> LimitedUrlMap { get; init; } = new Dictionary<string, int>();

    public long DistroServerExpiredMillis { get; init; } = 10_000;

    public string PushVersionOfGo { get; init; } = "0.1.0";

    public string PushVersionOfJava { get; init; } = "0.1.0";

    public string PushVersionOfPython { get; init; } = "0.4.3";

    public string PushVersionOfC { get; init; } = "1.0.12";

    public string PushVersionOfCsharp { get; init; } = "0.9.0";

    public bool EnableAuthentication { get; init; }

    /// <summary>UP, DOWN, READ_ONLY…: the status to show instead of the real one. Empty after it was cleared.</summary>
    public string? OverriddenServerStatus { get; init; }

    /// <summary>Kind of an instance that does not say one.</summary>
    public bool DefaultInstanceEphemeral { get; init; } = true;

    /// <summary>Services (<c>group@@name</c>) whose persistent instances are checked although <see cref="HealthCheckEnabled"/> is false.</summary>
    public IReadOnlyList<string> HealthCheckWhiteList { get; init; } = [];

    public string? Checksum { get; init; }

    /// <summary>The JSON of the APIs, with nulls; also what is stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SwitchJson.Default.SwitchDomain);

    /// <summary>Members that the text lacks have their defaults.</summary>
    public static SwitchDomain FromJson(string json) => JsonSerializer.Deserialize(json, SwitchJson.Default.SwitchDomain) ?? Default;
}

/// <summary>How health check intervals move. Times in milliseconds.</summary>
/// <param name="Factor">Share of the old interval in the new one.</param>
public sealed record HealthParams(int Max, int Min, float Factor)
{
    public static HealthParams Http { get; } = new(5_000, 500, 0.85f);

    public static HealthParams Tcp { get; } = new(5_000, 1_000, 0.75f);

    public static HealthParams Mysql { get; } = new(3_000, 2_000, 0.65f);
}

[JsonSerializable(typeof(SwitchDomain))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class SwitchJson : JsonSerializerContext;
