using System.Globalization;
using System.Text.Json;
using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Audit;

namespace Batata.Api.Nacos.Audit;

/// <summary>Batata's own: the records of the node that is asked, newest first. For administrators alone, since a resource of the console needs that role.</summary>
internal sealed class AuditEndpoints(IAuditQueries queries) : INacosEndpoints
{
    private const int MaxPageSize = 1_000;

    public void Map(NacosRouteBuilder nacos)
    {
        Declare(nacos.Group("/v3/admin/core/audit", ResultErrors.Instance));
        Declare(nacos.ConsoleGroup("/v3/console/core/audit", ResultErrors.Instance));
    }

    private void Declare(NacosRouteGroup group) => group.Get("/list", ListAsync)
        .RequireNacosPermission(NacosPermission.Read("console/audit"))
        .Takes("pageNo", ParameterType.Int)
        .Takes("pageSize", ParameterType.Int);

    private async Task ListAsync(NacosRequest request)
    {
        var (page, size) = (request.Int("pageNo", 1), request.Int("pageSize", 100));
        var (from, until, result) = (Time(request, "startTime"), Time(request, "endTime"), Result(request["result"]));
        if (page < 1 || size is < 1 or > MaxPageSize) await request.RefuseAsync($"pageNo begins with 1, pageSize is from 1 to {MaxPageSize}");
        else if (!from.Ok || !until.Ok) await request.RefuseAsync("startTime and endTime are like 2026-01-31T12:00:00Z, or milliseconds since 1970");
        else if (!result.Ok) await request.RefuseAsync("result is done, refused or failed");
        else
        {
            var question = new AuditQuestion(
                from.Value, until.Value, Text(request, "username"), Text(request, "ip"), Text(request, "action"), Text(request, "resource"), result.Value,
                (int)Math.Min(int.MaxValue - size, (page - 1L) * size), size);
            await Answers.SuccessAsync(request.Http, (found: await queries.FindAsync(question, request.Aborted), page, size), static (json, x) => Write(json, x.found, x.page, x.size));
        }
    }

    private static void Write(Utf8JsonWriter json, AuditPage found, int page, int size)
    {
        json.WriteStartObject();
        json.WriteNumber("totalCount"u8, found.Total);
        json.WriteNumber("pageNumber"u8, page);
        json.WriteNumber("pagesAvailable"u8, (found.Total + size - 1) / size);
        json.WriteStartArray("pageItems"u8);
        foreach (var line in found.Lines) json.WriteRawValue(line.Span, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string? Text(NacosRequest request, string name) => request[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static (bool Ok, DateTimeOffset? Value) Time(NacosRequest request, string name)
    {
        if (Text(request, name) is not { } text) return (true, null);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms))
            return ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? (true, DateTimeOffset.FromUnixTimeMilliseconds(ms)) : (false, null);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? (true, at) : (false, null);
    }

    private static (bool Ok, AuditResult? Value) Result(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" => (true, null),
        "done" => (true, AuditResult.Done),
        "refused" => (true, AuditResult.Refused),
        "failed" => (true, AuditResult.Failed),
        _ => (false, null),
    };
}
