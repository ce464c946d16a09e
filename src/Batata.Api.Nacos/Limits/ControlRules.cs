using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Limits;

/// <summary>
/// The rule files of Nacos' traffic control, <c>tps/POINT</c> and <c>connection/limitRule</c>, read at the start and again when they change. Protocol
/// source: Nacos 3.1 <c>LocalDiskRuleStorage</c>, <c>NacosTpsControlRuleParser</c>.
/// </summary>
internal sealed partial class ControlRules(
    TpsPoints points, ConnectionLimits connections, IOptions<LimitOptions> options, TimeProvider time, ILogger<ControlRules> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly Dictionary<string, (DateTime Written, long Length)> _seen = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.TrafficControl) Look();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.TrafficControl) return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    /// <summary>Takes what changed since the last look. A file that is gone takes its rule with it; one that cannot be read leaves what was.</summary>
    internal void Look()
    {
        foreach (var point in points.All)
        {
            Take(Path.Combine(options.Value.RuleFolder, "tps", point.Name), json =>
            {
                point.Rule = json is { } rule ? TpsRuleOf(rule) : null;
                if (point.Rule is { } now) LogTps(point.Name, now.MaxCount, now.Period, now.Intercepts ? "intercept" : "monitor");
            });
        }
        Take(Path.Combine(options.Value.RuleFolder, "connection", "limitRule"), json =>
        {
            connections.Rule = json is { } rule ? ConnectionRuleOf(rule) : ConnectionRule.None;
            LogConnections(connections.Rule.Total, connections.Rule.PerAddress);
        });
    }

    private void Take(string file, Action<JsonElement?> apply)
    {
        var info = new FileInfo(file);
        if (!info.Exists)
        {
            if (_seen.Remove(file)) apply(null);
            return;
        }
        var stamp = (info.LastWriteTimeUtc, info.Length);
        if (_seen.TryGetValue(file, out var seen) && seen == stamp) return;
        _seen[file] = stamp;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), Lenient);
            apply(json.RootElement);
        }
        catch (Exception failed) when (failed is JsonException or IOException or UnauthorizedAccessException or FormatException or InvalidOperationException)
        {
            LogUnreadable(file, failed.Message);
        }
    }

    private static TpsRule? TpsRuleOf(JsonElement json)
    {
        if (!json.TryGetProperty("pointRule", out var rule) || rule.ValueKind != JsonValueKind.Object) return null;
        var max = NumberOf(rule, "maxCount");
        if (max < 0) return null;
        var period = TextOf(rule, "period", "SECONDS").ToUpperInvariant() switch
        {
            "SECONDS" => TimeSpan.FromSeconds(1),
            "MINUTES" => TimeSpan.FromMinutes(1),
            "HOURS" => TimeSpan.FromHours(1),
            "DAYS" => TimeSpan.FromDays(1),
            var other => throw new FormatException($"period {other} is none of SECONDS, MINUTES, HOURS and DAYS"),
        };
        var intercepts = TextOf(rule, "monitorType", "monitor").ToLowerInvariant() switch
        {
            "intercept" => true,
            "monitor" => false,
            var other => throw new FormatException($"monitorType {other} is neither monitor nor intercept"),
        };
        return new TpsRule(max, period, intercepts);
    }

    private static ConnectionRule ConnectionRuleOf(JsonElement json) => new(
        NumberOf(json, "countLimit"), NumberOf(json, "countLimitPerClientIpDefault"), MapOf(json, "countLimitPerClientIp"), MapOf(json, "countLimitPerClientApp"));

    private static Dictionary<string, int> MapOf(JsonElement json, string name) => json.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
        ? map.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.GetInt32())
        : [];

    private static int NumberOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.Null => -1,
        JsonValueKind.String => int.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        _ => value.GetInt32(),
    } : -1;

    private static string TextOf(JsonElement json, string name, string otherwise) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : otherwise;

    [LoggerMessage(EventId = 2203, Level = LogLevel.Information, Message = "Traffic control: {Point} up to {MaxCount} in {Period}, {Mode}")]
    private partial void LogTps(string point, int maxCount, TimeSpan period, string mode);

    [LoggerMessage(EventId = 2204, Level = LogLevel.Information, Message = "Traffic control: up to {Total} connections, {PerAddress} of one address (-1: no limit)")]
    private partial void LogConnections(int total, int perAddress);

    [LoggerMessage(EventId = 2205, Level = LogLevel.Error, Message = "Traffic control: {File} is no rule, what was before stays: {Reason}")]
    private partial void LogUnreadable(string file, string reason);
}
