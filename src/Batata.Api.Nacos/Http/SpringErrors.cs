using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Batata.Api.Nacos.Http;

/// <summary>The error page of the reference's platform: JSON, or HTML for browsers. Protocol source: Spring Boot <c>BasicErrorController</c>.</summary>
internal static class SpringErrors
{
    public static Task WriteAsync(HttpContext http, int status, string message)
    {
        var error = ReasonPhrases.GetReasonPhrase(status);
        if (Accepts.PrefersHtml(http.Request)) return HtmlAsync(http, status, $"There was an unexpected error (type={error}, status={status}).");
        // Below /v1/cs the content type is preset, so what the client accepts is not asked.
        if (!Accepts.Json(http.Request) && !NacosPaths.IsConfigV1(http)) return Answers.EmptyAsync(http, status);
        var now = http.RequestServices is { } services && services.GetService(typeof(TimeProvider)) is TimeProvider time ? time.GetUtcNow() : DateTimeOffset.UtcNow;
        return Answers.WriteAsync(http, status, NacosHeaders.Json, (now, status, error, message, path: NacosPaths.Raw(http)), static (json, x) =>
        {
            json.WriteStartObject();
            json.WriteString("timestamp", Timestamp(x.now));
            json.WriteNumber("status", x.status);
            json.WriteString("error", x.error);
            json.WriteString("message", x.message);
            json.WriteString("path", x.path);
            json.WriteEndObject();
        });
    }

    public static Task HtmlAsync(HttpContext http, int status, string text) => Answers.TextAsync(
        http, status, NacosHeaders.Html, $"<html><body><h1>{ReasonPhrases.GetReasonPhrase(status)}</h1><div>{WebUtility.HtmlEncode(text)}</div></body></html>");

    /// <summary>How Jackson writes a <c>java.util.Date</c> and a <c>java.sql.Timestamp</c>, in UTC.</summary>
    public static string Timestamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+00:00";
}
