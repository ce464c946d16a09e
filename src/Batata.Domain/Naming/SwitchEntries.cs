using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Batata.Domain.Shared;

namespace Batata.Domain.Naming;

/// <summary>Sets one switch by the name and text of the switch API. Protocol source: Nacos <c>SwitchManager.update</c>, <c>SwitchEntry</c>.</summary>
public static partial class SwitchEntries
{
    /// <returns>The changed switches (the same ones for an unknown entry, which is ignored) or <c>naming.switch</c> with the reference's text.</returns>
    public static Outcome<SwitchDomain> Set(this SwitchDomain switches, string entry, string value) => entry switch
    {
        "distroThreshold" => DistroThreshold(switches, value),
        "clientBeatInterval" => Number(value, long.MinValue, "", n => switches with { ClientBeatInterval = n }),
        "pushVersion" => PushVersion(switches, value),
        "pushCacheMillis" => Number(value, 10_000, "min cache time for http or tcp is too small(<10000)", n => switches with { DefaultPushCacheMillis = n }),
        "defaultCacheMillis" => Number(value, 1_000, "min default cache time  is too small(<1000)", n => switches with { DefaultCacheMillis = n }),
        "masters" => switches with { Masters = value.Split(',') },
        "distro" => switches with { DistroEnabled = JavaText.ParseBoolean(value) },
        "check" => switches with { HealthCheckEnabled = JavaText.ParseBoolean(value) },
        "pushEnabled" => switches with { PushEnabled = JavaText.ParseBoolean(value) },
        "disableAddIP" => switches with { DisableAddIp = JavaText.ParseBoolean(value) },
        "sendBeatOnly" => switches with { SendBeatOnly = JavaText.ParseBoolean(value) },
        "defaultInstanceEphemeral" => switches with { DefaultInstanceEphemeral = JavaText.ParseBoolean(value) },
        "lightBeatEnabled" => switches with { LightBeatEnabled = JavaText.ToBoolean(value) },
        "autoChangeHealthCheckEnabled" => switches with { AutoChangeHealthCheckEnabled = JavaText.ToBoolean(value) },
        "serviceStatusSynchronizationPeriodMillis" => Number(
            value, 5_000, "serviceStatusSynchronizationPeriodMillis is too small(<5000)", n => switches with { ServiceStatusSynchronizationPeriodMillis = n }),
        // Nacos 3.x: the limit is 1000, the text says 15000.
        "serverStatusSynchronizationPeriodMillis" => Number(
            value, 1_000, "serverStatusSynchronizationPeriodMillis is too small(<15000)", n => switches with { ServerStatusSynchronizationPeriodMillis = n }),
        "healthCheckTimes" => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var times)
            ? switches with { CheckTimes = times }
            : NamingFailures.Switch(JavaText.NoNumber(value)),
        "distroServerExpiredMillis" => Number(value, long.MinValue, "", n => switches with { DistroServerExpiredMillis = n }),
        "limitedUrlMap" => LimitedUrls(switches, value),
        "overriddenServerStatus" => switches with { OverriddenServerStatus = value == "null" ? "" : value },
        "httpHealthParams" => Params(value, HealthParams.Http, check: true, p => switches with { HttpHealthParams = p }),
        "tcpHealthParams" => Params(value, HealthParams.Tcp, check: true, p => switches with { TcpHealthParams = p }),
        "mysqlHealthParams" => Params(value, HealthParams.Mysql, check: false, p => switches with { MysqlHealthParams = p }),
        // Nacos 3.x: enableStandalone is listed but never set.
        _ => switches,
    };

    private static Outcome<SwitchDomain> DistroThreshold(SwitchDomain switches, string value)
    {
        if (!float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold)) return NamingFailures.Switch(JavaText.NoNumber(value));
        return threshold > 0
            ? switches with { DistroThreshold = threshold }
            : NamingFailures.Switch($"distroThreshold can not be zero or negative: {JavaText.Of(threshold)}");
    }

    private static Outcome<SwitchDomain> PushVersion(SwitchDomain switches, string value)
    {
        var parts = value.Split(':');
        if (parts.Length < 2 || !Version().IsMatch(parts[1])) return NamingFailures.Switch(@"illegal version, must match: [0-9]+\.[0-9]+\.[0-9]+");
        return parts[0] switch
        {
            "java" => switches with { PushVersionOfJava = parts[1] },
            "python" => switches with { PushVersionOfPython = parts[1] },
            "c" => switches with { PushVersionOfC = parts[1] },
            "go" => switches with { PushVersionOfGo = parts[1] },
            "csharp" => switches with { PushVersionOfCsharp = parts[1] },
            _ => NamingFailures.Switch($"unsupported client type: {parts[0]}"),
        };
    }

    private static Outcome<SwitchDomain> Number(string value, long min, string tooSmall, Func<long, SwitchDomain> set)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return NamingFailures.Switch(JavaText.NoNumber(value));
        return number < min ? NamingFailures.Switch(tooSmall) : set(number);
    }

    /// <summary><c>url:code,url:code</c>. An empty value changes nothing, commas alone clear the map.</summary>
    private static Outcome<SwitchDomain> LimitedUrls(SwitchDomain switches, string value)
    {
        if (value.Length == 0) return switches;
        var urls = new SortedDictionary<string, int>(StringComparer.Ordinal);
        if (value.AsSpan().Trim(',').Length == 0) return switches with { LimitedUrlMap = urls };
        foreach (var item in value.TrimEnd(',').Split(','))
        {
            var parts = item.TrimEnd(':').Split(':');
            if (parts.Length < 2) return NamingFailures.Switch("invalid input for limited urls");
            if (parts[0].Length == 0) return NamingFailures.Switch("url can not be empty, url: ");
            if (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)) return NamingFailures.Switch(JavaText.NoNumber(parts[1]));
            if (code <= 0) return NamingFailures.Switch($"illegal normal status code: {code}");
            urls[parts[0]] = code;
        }
        return switches with { LimitedUrlMap = urls };
    }

    private static Outcome<SwitchDomain> Params(string value, HealthParams defaults, bool check, Func<HealthParams, SwitchDomain> set)
    {
        if (Read(value, defaults) is not { } read) return NamingFailures.Switch("json param invalid.");
        if (check)
        {
            if (read.Min < 500) return NamingFailures.Switch("min check time for http or tcp is too small(<500)");
            if (read.Max < 3000) return NamingFailures.Switch("max check time for http or tcp is too small(<3000)");
            if (read.Factor is not (>= 0 and <= 1)) return NamingFailures.Switch("malformed factor");
        }
        return set(read);
    }

    private static HealthParams? Read(string value, HealthParams defaults)
    {
        try
        {
            using var json = JsonDocument.Parse(value);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            var result = defaults;
            if (root.TryGetProperty("max", out var max)) result = result with { Max = max.GetInt32() };
            if (root.TryGetProperty("min", out var min)) result = result with { Min = min.GetInt32() };
            if (root.TryGetProperty("factor", out var factor)) result = result with { Factor = factor.GetSingle() };
            return result;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
