using System.Text;

namespace Batata.Host.Settings;

/// <summary>
/// Secrets that came with Nacos up to 2.2.0, or that its documentation shows: scanners try them on every server they find (CVE-2021-43116, QVD-2023-6271). Whoever copied one is told instead of
/// being left open.
/// </summary>
internal static class KnownSecrets
{
    private static readonly string[] TokenKeys =
    [
        "SecretKey012345678901234567890123456789012345678901234567890123456789",
        "ThisIsMyCustomSecretKey012345678",
        "ThisIsMyCustomSecretKey01234567890123456789",
    ];

    /// <summary>Name and value; an empty name for any.</summary>
    private static readonly (string Name, string Value)[] Identities =
    [
        ("serverIdentity", "security"), ("", "security"), ("", "serverIdentity"), ("nacos", "nacos"), ("example", "example"), ("identity_key", "identity_value"), ("test", "test"),
    ];

    /// <summary>As it stands, or encoded, once or twice.</summary>
    public static bool IsTokenKey(string said)
    {
        for (var (text, round) = (said.Trim(), 0); round < 3; round++)
        {
            if (TokenKeys.Contains(text.TrimEnd('='), StringComparer.Ordinal)) return true;
            if (Decode(text) is not { } decoded) return false;
            text = decoded;
        }
        return false;
    }

    public static bool IsServerIdentity(string name, string value) =>
        Array.Exists(Identities, known => value.Equals(known.Value, StringComparison.OrdinalIgnoreCase) && (known.Name.Length == 0 || name.Equals(known.Name, StringComparison.OrdinalIgnoreCase)));

    private static string? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
