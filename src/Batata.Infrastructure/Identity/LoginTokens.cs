using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Identity;

/// <summary>
/// JWTs exactly as Nacos makes them: the header names the algorithm and nothing else, and the length of the key chooses it. By hand, since the libraries add to
/// the header what Nacos refuses, and its texts tell apart what they do not. Beside <c>sub</c> and <c>exp</c> stands which password it was issued
/// for. Protocol source: Nacos 3.1 <c>NacosJwtParser</c>.
/// </summary>
internal sealed class LoginTokens(IIdentityState accounts, IOptions<IdentityOptions> options) : ILoginTokens
{
    public const int MinKeyBytes = 32;

    private const string Generation = "gen";

    private static readonly Algorithm[] Algorithms =
    [
        new("HS256", MinKeyBytes, HMACSHA256.HashData),
        new("HS384", 48, HMACSHA384.HashData),
        new("HS512", 64, HMACSHA512.HashData),
    ];

    private readonly byte[]? _configured = options.Value.TokenKey is { } key ? Convert.FromBase64String(key) : null;
    private MadeKey? _made;

    public Outcome<string> Issue(LoginToken token)
    {
        if (Key() is not { } key) return IdentityFailures.NotReady;
        var algorithm = Algorithms.Last(candidate => key.Length >= candidate.MinKeyBytes);
        var payload = new MemoryStream();
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("sub"u8, token.UserName);
            json.WriteNumber("exp"u8, token.EndsAt);
            if (token.Generation is { } generation) json.WriteString(Generation, generation.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }
        var signed = $"{algorithm.Header}.{Base64Url.EncodeToString(payload.ToArray())}";
        return $"{signed}.{Base64Url.EncodeToString(algorithm.Sign(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    public Outcome<LoginToken> Read(string text)
    {
        if (Key() is not { } key) return IdentityFailures.NotReady;
        var parts = text.Split('.');
        if (parts.Length != 3 || parts[2].Length == 0) return IdentityFailures.TokenInvalid;
        if (Array.Find(Algorithms, candidate => candidate.Header == parts[0]) is not { } algorithm) return IdentityFailures.TokenAlgorithm;
        var expected = Base64Url.EncodeToString(algorithm.Sign(key, Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}")));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(parts[2]))) return IdentityFailures.TokenSignature;
        return ReadClaims(parts[1]) is { } token ? token : IdentityFailures.TokenInvalid;
    }

    /// <summary>Null without a user or an end: Nacos takes a token without an end for one that never ends.</summary>
    private static LoginToken? ReadClaims(string part)
    {
        if (!Base64Url.IsValid(part)) return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
            if (json.RootElement is not { ValueKind: JsonValueKind.Object } claims) return null;
            if (!claims.TryGetProperty("sub"u8, out var sub) || sub.ValueKind != JsonValueKind.String || sub.GetString() is not { Length: > 0 } user) return null;
            if (!claims.TryGetProperty("exp"u8, out var exp) || exp.ValueKind != JsonValueKind.Number || !exp.TryGetInt64(out var endsAt)) return null;
            return new LoginToken(user, endsAt, claims.TryGetProperty(Generation, out var number) ? ReadGeneration(number) : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? ReadGeneration(JsonElement number) =>
        number.ValueKind == JsonValueKind.String && long.TryParse(number.GetString(), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value) ? value : 0;

    private byte[]? Key()
    {
        if (_configured is not null) return _configured;
        if (accounts.Current.SigningKey is not { } text) return null;
        if (Volatile.Read(ref _made) is { } made && made.Text == text) return made.Bytes;
        var key = Convert.FromBase64String(text);
        Volatile.Write(ref _made, new MadeKey(text, key));
        return key;
    }

    private sealed record MadeKey(string Text, byte[] Bytes);

    private sealed class Algorithm(string name, int minKeyBytes, Func<byte[], byte[], byte[]> sign)
    {
        public string Header { get; } = Base64Url.EncodeToString(Encoding.ASCII.GetBytes($$"""{"alg":"{{name}}"}"""));

        public int MinKeyBytes => minKeyBytes;

        public byte[] Sign(byte[] key, byte[] text) => sign(key, text);
    }
}
