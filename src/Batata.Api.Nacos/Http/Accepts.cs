using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Batata.Api.Nacos.Http;

/// <summary>What the client's <c>Accept</c> leaves to choose from: JSON unless it excludes it.</summary>
internal static class Accepts
{
    public static bool Json(HttpRequest request) => IsEverything(request) || Allows(request, "application", "json");

    /// <summary>Error pages are HTML for those who name it before anything that JSON would do for.</summary>
    public static bool PrefersHtml(HttpRequest request)
    {
        if (IsEverything(request)) return false;
        foreach (var range in Ranges(request))
        {
            if (range.Quality == 0) continue;
            if (range.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)) return true;
            if (Covers(range, "application", "json")) return false;
        }
        return false;
    }

    /// <summary>Bare texts are <c>text/plain</c>, or <c>application/json</c> for those who take only that.</summary>
    public static string TextType(HttpRequest request) =>
        IsEverything(request) || Allows(request, "text", "plain") || !Allows(request, "application", "json") ? NacosHeaders.TextUtf8 : NacosHeaders.Json;

    private static bool IsEverything(HttpRequest request) => request.Headers.Accept.ToString() is "" or "*/*";

    private static bool Allows(HttpRequest request, string type, string subtype)
    {
        foreach (var range in Ranges(request))
        {
            if (range.Quality != 0 && Covers(range, type, subtype)) return true;
        }
        return false;
    }

    private static bool Covers(MediaTypeHeaderValue range, string type, string subtype) =>
        range.MatchesAllTypes
        || (range.Type.Equals(type, StringComparison.OrdinalIgnoreCase)
            && (range.MatchesAllSubTypes || range.SubType.Equals(subtype, StringComparison.OrdinalIgnoreCase)));

    private static IList<MediaTypeHeaderValue> Ranges(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges) ? ranges : [];
}
