using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.KeyValue;

/// <summary>Which keys are taken. Protocol source: Consul 1.22, which cleans them like paths.</summary>
internal static class KeyNames
{
    /// <param name="key">Cleaned when it is returned: parts that are empty or a dot are gone, one slash at the end stays.</param>
    /// <returns>Why it is refused; null when it is not.</returns>
    public static string? Clean(ref string key)
    {
        if (key.Length == 0) return null;
        if (key[0] == ' ' || key[^1] == ' ') return "invalid key name, leading/trailing spaces are not allowed";
        if (key.Split('/').Contains("..")) return "invalid key name, path traversal is not allowed";
        if (key.Contains('%', StringComparison.Ordinal) && PercentEncoding.Decode(key, plusIsBlank: false) is { } decoded)
        {
            if (decoded.Contains("..", StringComparison.Ordinal)) return "invalid key name, path traversal is not allowed";
            if (decoded[0] == ' ' || decoded[^1] == ' ') return "invalid key name, leading/trailing spaces are not allowed";
        }
        if (key.Contains("//", StringComparison.Ordinal) || key[0] == '/' || key.Contains("./", StringComparison.Ordinal) || key.EndsWith("/.", StringComparison.Ordinal))
        {
            var clean = string.Join('/', key.Split('/').Where(static part => part.Length > 0 && part != "."));
            key = key.EndsWith('/') && clean.Length > 0 ? clean + "/" : clean;
        }
        return null;
    }
}
