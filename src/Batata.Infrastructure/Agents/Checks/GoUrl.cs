namespace Batata.Infrastructure.Agents.Checks;

/// <summary>What Go says of an URL that it cannot ask. Protocol source: Go <c>net/url</c>, <c>net/http</c>.</summary>
internal static class GoUrl
{
    /// <summary>It cannot even be read; null when it can.</summary>
    public static string? ParseProblem(string url)
    {
        var scheme = SchemeOf(url);
        if (scheme.Length == 0) return url.Split('/', 2)[0].Contains(':', StringComparison.Ordinal) ? "first path segment in URL cannot contain colon" : null;
        var host = HostOf(url, scheme);
        return host.StartsWith('[') && !host.Contains(']', StringComparison.Ordinal) ? "missing ']' in host" : null;
    }

    /// <summary>It is nothing that HTTP can ask; null when it is.</summary>
    public static string? RequestProblem(string url)
    {
        var scheme = SchemeOf(url);
        if (!scheme.Equals("http", StringComparison.OrdinalIgnoreCase) && !scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
            return $"unsupported protocol scheme \"{scheme.ToLowerInvariant()}\"";
        return HostOf(url, scheme).Length == 0 ? "http: no Host in request URL" : null;
    }

    /// <summary>Letters, and behind the first one digits and + - . too, up to a colon; else there is none.</summary>
    private static string SchemeOf(string url)
    {
        for (var i = 0; i < url.Length; i++)
        {
            if (url[i] == ':') return url[..i];
            if (!char.IsAsciiLetter(url[i]) && (i == 0 || (!char.IsAsciiDigit(url[i]) && url[i] is not ('+' or '-' or '.')))) return "";
        }
        return "";
    }

    /// <summary>With its port, without a user.</summary>
    private static string HostOf(string url, string scheme)
    {
        var rest = url[(scheme.Length + 1)..];
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return "";
        var end = rest.AsSpan(2).IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest[2..] : rest[2..(end + 2)];
        return authority[(authority.LastIndexOf('@') + 1)..];
    }
}
