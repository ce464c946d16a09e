using Batata.Api.Nacos.Params;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// Parameters that some clients encode once more than the form does, as the old console does with selectors. Nacos decodes every value again,
/// which breaks those that hold a plus or a percent sign of their own; here only what makes no sense as it stands is decoded.
/// </summary>
internal static class TwiceEncoded
{
    public static Outcome<Metadata> Metadata(string? text, bool keepNulls = false)
    {
        var trimmed = text?.Trim();
        var parsed = MetadataText.Parse(trimmed, keepNulls);
        if (parsed.Ok || !trimmed!.Contains('%', StringComparison.Ordinal) || UrlEncoded.Decode(trimmed) is not { } decoded) return parsed;
        var again = MetadataText.Parse(decoded, keepNulls);
        return again.Ok ? again : parsed;
    }

    /// <summary>Text of a JSON object.</summary>
    public static string Json(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Length == 0 || trimmed[0] == '{' ? trimmed : UrlEncoded.Decode(trimmed) ?? trimmed;
    }
}
