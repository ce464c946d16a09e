using System.Text.Json;
using Batata.Api.Nacos.Core.Metrics;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Application.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Core;

/// <summary>
/// Health and metrics where tools for Spring look, on both ports. What is not exposed is a path that nobody serves. Protocol source: Spring Boot Actuator 3,
/// Micrometer <c>PrometheusScrapeEndpoint</c>.
/// </summary>
internal sealed class ActuatorEndpoints(IMetricsPage metrics, IOptions<NacosOptions> options) : INacosEndpoints
{
    private const string Prefix = "/actuator";
    private const string Actuator = "application/vnd.spring-boot.actuator.v3+json";
    private const string PrometheusText = "text/plain;version=0.0.4;charset=utf-8";
    private const string OpenMetricsText = "application/openmetrics-text;version=1.0.0;charset=utf-8";

    private readonly ActuatorExposure _exposed = new(options.Value.ActuatorInclude, options.Value.ActuatorExclude);

    public void Map(NacosRouteBuilder nacos)
    {
        var group = nacos.ConsoleGroup("", ConsoleErrors.Instance);
        Get(Prefix, IndexAsync, OpenAccess.Health);
        if (_exposed.Has("health"))
        {
            Get(Prefix + "/health", static request => JsonAsync(request, 0, static (json, _) => WriteStatus(json)), OpenAccess.Health);
            Get(Prefix + "/health/{path}", static request => Answers.EmptyAsync(request.Http, StatusCodes.Status404NotFound), OpenAccess.Health);
        }
        if (_exposed.Has("info")) Get(Prefix + "/info", static request => JsonAsync(request, 0, static (json, _) => WriteNothing(json)), OpenAccess.Health);
        if (_exposed.Has("prometheus")) Get(Prefix + "/prometheus", PrometheusAsync, OpenAccess.Metrics);
        if (_exposed.Has("metrics"))
        {
            Get(Prefix + "/metrics", NamesAsync, OpenAccess.Metrics);
            Get(Prefix + "/metrics/{name}", MetricAsync, OpenAccess.Metrics);
        }

        void Get(string path, NacosHandler handler, NacosPermission open) => group.Get(path, handler).RequireNacosPermission(open).AnswersAlways();
    }

    private Task IndexAsync(NacosRequest request) => JsonAsync(request, (_exposed, Base: $"{request.Http.Request.Scheme}://{request.Http.Request.Host}{request.Http.Request.Path}"), static (json, x) =>
    {
        json.WriteStartObject();
        json.WriteStartObject("_links"u8);
        WriteLink("self", "");
        foreach (var name in ActuatorExposure.Known)
        {
            if (!x._exposed.Has(name)) continue;
            WriteLink(name, "/" + name);
            if (name == "health") WriteLink("health-path", "/health/{*path}");
            if (name == "metrics") WriteLink("metrics-requiredMetricName", "/metrics/{requiredMetricName}");
        }
        json.WriteEndObject();
        json.WriteEndObject();

        void WriteLink(string name, string path)
        {
            json.WriteStartObject(name);
            json.WriteString("href"u8, x.Base + path);
            json.WriteBoolean("templated"u8, path.Contains('{', StringComparison.Ordinal));
            json.WriteEndObject();
        }
    });

    private async Task PrometheusAsync(NacosRequest request)
    {
        var open = request.Http.Request.Headers.Accept.ToString().Contains("application/openmetrics-text", StringComparison.OrdinalIgnoreCase);
        var page = await metrics.ReadAsync(open, request.Aborted);
        if (request["includedNames"] is { Length: > 0 } names) page = MetricSamples.Only(page, names.Split(','));
        await Answers.TextAsync(request.Http, StatusCodes.Status200OK, open ? OpenMetricsText : PrometheusText, page);
    }

    private async Task NamesAsync(NacosRequest request)
    {
        var page = await metrics.ReadAsync(openMetrics: false, request.Aborted);
        var names = MetricSamples.Parse(page).Select(static sample => sample.Name).Distinct().Order(StringComparer.Ordinal);
        await JsonAsync(request, names, static (json, all) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("names"u8);
            foreach (var name in all) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private async Task MetricAsync(NacosRequest request)
    {
        var name = request.PathPart("name");
        var wanted = (request["tag"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static tag => tag.Split(':', 2)).Where(static pair => pair.Length == 2).ToList();
        var page = await metrics.ReadAsync(openMetrics: false, request.Aborted);
        var found = MetricSamples.Parse(page)
            .Where(sample => sample.Name == name && wanted.TrueForAll(pair => sample.Labels.Contains((pair[0], pair[1]))))
            .ToList();
        if (found.Count == 0)
        {
            await Answers.EmptyAsync(request.Http, StatusCodes.Status404NotFound);
            return;
        }
        await JsonAsync(request, (name, found, wanted), static (json, x) =>
        {
            json.WriteStartObject();
            json.WriteString("name"u8, x.name);
            json.WriteStartArray("measurements"u8);
            json.WriteStartObject();
            json.WriteString("statistic"u8, x.name.EndsWith("_total", StringComparison.Ordinal) ? "COUNT"u8 : "VALUE"u8);
            json.WriteNumber("value"u8, x.found.Sum(static sample => sample.Value));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("availableTags"u8);
            foreach (var tag in x.found.SelectMany(static sample => sample.Labels).Where(label => !x.wanted.Exists(pair => pair[0] == label.Name)).GroupBy(static label => label.Name, static label => label.Value))
            {
                json.WriteStartObject();
                json.WriteString("tag"u8, tag.Key);
                json.WriteStartArray("values"u8);
                foreach (var value in tag.Distinct()) json.WriteStringValue(value);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteStatus(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("status"u8, "UP"u8);
        json.WriteEndObject();
    }

    private static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }

    private static Task JsonAsync<TState>(NacosRequest request, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var accept = request.Http.Request.Headers.Accept.ToString();
        return Answers.WriteAsync(request.Http, StatusCodes.Status200OK, accept.Contains("application/json", StringComparison.OrdinalIgnoreCase) ? NacosHeaders.Json : Actuator, state, write);
    }
}

/// <summary>Which parts of the actuator are served. Spring: health alone; <c>*</c> is all, and what is excluded is not.</summary>
internal sealed class ActuatorExposure(string include, string exclude)
{
    public static readonly string[] Known = ["health", "info", "metrics", "prometheus"];

    private readonly string[] _include = include.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    private readonly string[] _exclude = exclude.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool Has(string name) => IsIn(_include, name) && !IsIn(_exclude, name);

    private static bool IsIn(string[] list, string name) => Array.Exists(list, one => one == "*" || one.Equals(name, StringComparison.OrdinalIgnoreCase));
}
