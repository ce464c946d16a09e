using System.Security.Cryptography;
using System.Text;

namespace Batata.Domain.Configs;

/// <summary>A content as it is stored, with the md5 that clients compare.</summary>
/// <param name="Text">Never blank in a stored version.</param>
/// <param name="Md5">Lower-case hex md5 of the UTF-8 bytes of <paramref name="Text"/>, 32 characters.</param>
/// <param name="EncryptedDataKey">Key of a content that the client encrypted; empty when it is plain. Never null.</param>
public sealed record ConfigContent(string Text, string Md5, string EncryptedDataKey)
{
    /// <summary>Lone surrogates, which UTF-8 cannot hold, are replaced by U+FFFD first, so that text, bytes and md5 always agree.</summary>
    public static ConfigContent Of(string text, string? encryptedDataKey = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var stored = Encoding.UTF8.GetCharCount(bytes) == text.Length && !HasLoneSurrogate(text) ? text : Encoding.UTF8.GetString(bytes);
        return new ConfigContent(stored, Md5Of(bytes), encryptedDataKey ?? "");
    }

    public static string Md5Of(ReadOnlySpan<byte> utf8)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(utf8, hash);
        return Convert.ToHexStringLower(hash);
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return true;
            i++;
        }
        return false;
    }
}
