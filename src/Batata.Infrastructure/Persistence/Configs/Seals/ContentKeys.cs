using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Persistence.Configs.Seals;

/// <summary>The keys that this node has. The newest one, which stands last, seals; all of them open.</summary>
public sealed class ContentKeys
{
    public const int KeyBytes = 32;
    private const int MaxIdChars = 32;

    private readonly List<ContentKey> _keys;

    public ContentKeys(IOptions<SealOptions> options)
        : this(Parse(options.Value.Keys ?? "", out var problem))
    {
        if (problem is not null) throw new InvalidOperationException(problem);
    }

    private ContentKeys(List<ContentKey> keys) => _keys = keys;

    public IEnumerable<string> Ids => _keys.Select(static key => key.Id);

    /// <summary>Null when there is none.</summary>
    internal ContentKey? Newest => _keys.Count > 0 ? _keys[^1] : null;

    internal ContentKey? Find(string id) => _keys.Find(key => key.Id == id);

    /// <summary>Reads keys of the form <c>id:base64</c>, one a line or with commas between. A line that begins with # is a comment.</summary>
    /// <param name="problem">What is wrong, without any part of a key; null when all is well.</param>
    internal static List<ContentKey> Parse(string text, out string? problem)
    {
        var keys = new List<ContentKey>();
        problem = null;
        var words = text.Split('\n').Where(static line => !line.TrimStart().StartsWith('#')).SelectMany(static line => line.Split(','));
        foreach (var word in words.Select(static word => word.Trim()).Where(static word => word.Length > 0))
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            var id = colon < 0 ? "" : word[..colon].Trim();
            if (!IsId(id)) problem = $"key {keys.Count + 1} has no id: write id:base64, the id of letters, digits, _ . or -, {MaxIdChars} at most";
            else if (keys.Exists(key => key.Id == id)) problem = $"the key {id} is there twice";
            else if (BytesOf(word[(colon + 1)..]) is not { } bytes) problem = $"the key {id} must be Base64 of {KeyBytes} bytes, such as openssl rand -base64 {KeyBytes} prints";
            else keys.Add(new ContentKey(id, bytes));
            if (problem is not null) return [];
        }
        return keys;
    }

    /// <summary>What is wrong with a text of keys; null when nothing is.</summary>
    public static string? Problem(string text)
    {
        _ = Parse(text, out var problem);
        return problem;
    }

    private static bool IsId(string id) => id.Length is > 0 and <= MaxIdChars && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static byte[]? BytesOf(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64.Trim(), bytes, out var length) && length == KeyBytes ? bytes[..length] : null;
    }
}

/// <summary>Never shown.</summary>
internal sealed class ContentKey(string id, byte[] bytes)
{
    public string Id { get; } = id;

    public AesGcm CreateCipher() => new(bytes, SealedText.TagBytes);
}
