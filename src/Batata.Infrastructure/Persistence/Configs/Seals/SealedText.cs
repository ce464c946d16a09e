using System.Security.Cryptography;
using System.Text;
using Batata.Domain.Configs;

namespace Batata.Infrastructure.Persistence.Configs.Seals;

/// <summary>
/// The stored form of a sealed content: <c>$batata$1${key id}${base64 of nonce, AES-256-GCM cipher text and tag}</c>. The name of the config is
/// authenticated with it, so that one config's secret cannot be put into another's row.
/// </summary>
internal static class SealedText
{
    public const string Prefix = "$batata$1$";
    public const int TagBytes = 16;
    private const int NonceBytes = 12;
    private const string NamePrefix = "cipher-";

    /// <summary>Configs whose contents are secrets. Protocol source: Nacos 3.1 <c>EncryptionHandler</c>.</summary>
    public static bool Covers(string dataId) => dataId.Length > NamePrefix.Length && dataId.StartsWith(NamePrefix, StringComparison.Ordinal);

    /// <summary>SQL of <see cref="Covers"/>: a range of an index, since a dot comes after the dash.</summary>
    public const string CoversSql = "data_id > 'cipher-' AND data_id < 'cipher.' AND encrypted_data_key = ''";

    public static bool IsSealed(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What every text begins with that was sealed with this key.</summary>
    public static string PrefixOf(string keyId) => $"{Prefix}{keyId}$";

    public static string Seal(ContentKey key, in ConfigKey config, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = key.CreateCipher();
        cipher.Encrypt(nonce, plain, box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length), Name(key.Id, config));
        CryptographicOperations.ZeroMemory(plain);
        return PrefixOf(key.Id) + Convert.ToBase64String(box);
    }

    /// <returns>Null when it is no sealed text.</returns>
    public static string? KeyIdOf(string text)
    {
        if (!IsSealed(text)) return null;
        var end = text.IndexOf('$', Prefix.Length);
        return end < 0 ? null : text[Prefix.Length..end];
    }

    /// <exception cref="InvalidDataException">Damaged, or another config's.</exception>
    public static string Open(ContentKey key, in ConfigKey config, string text)
    {
        try
        {
            var box = Convert.FromBase64String(text[(Prefix.Length + key.Id.Length + 1)..]);
            if (box.Length < NonceBytes + TagBytes) throw Damaged(config, null);
            var plain = new byte[box.Length - NonceBytes - TagBytes];
            using var cipher = key.CreateCipher();
            cipher.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, plain.Length), box.AsSpan(NonceBytes + plain.Length), plain, Name(key.Id, config));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw Damaged(config, e);
        }
    }

    private static InvalidDataException Damaged(in ConfigKey config, Exception? e) =>
        new($"The encrypted content of {config} is damaged, or the key of this node is another one with the same id.", e);

    private static byte[] Name(string keyId, in ConfigKey config) => Encoding.UTF8.GetBytes($"1\0{keyId}\0{config.NamespaceId}\0{config.Group}\0{config.DataId}");
}
