using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Infrastructure.Identity;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Tests.Identity;

public sealed class LoginTokensTests
{
    private static readonly LoginToken Token = new("amy", 2_000_000_000, 0x1234);

    [Theory]
    [InlineData(32, "eyJhbGciOiJIUzI1NiJ9")]
    [InlineData(47, "eyJhbGciOiJIUzI1NiJ9")]
    [InlineData(48, "eyJhbGciOiJIUzM4NCJ9")]
    [InlineData(63, "eyJhbGciOiJIUzM4NCJ9")]
    [InlineData(64, "eyJhbGciOiJIUzUxMiJ9")]
    [InlineData(100, "eyJhbGciOiJIUzUxMiJ9")]
    public void Issue_ChoosesTheAlgorithmByTheKey_AndIsRead(int keyBytes, string header)
    {
        var tokens = With(new byte[keyBytes]);

        var issued = tokens.Issue(Token).Value;

        Assert.StartsWith(header + ".", issued, StringComparison.Ordinal);
        Assert.Equal(Token, tokens.Read(issued).Value);
    }

    [Fact]
    public void Read_TakesAllThreeAlgorithms_WithOneKey()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        foreach (var (name, sign) in ((string, Func<byte[], byte[], byte[]>)[])[("HS256", HMACSHA256.HashData), ("HS384", HMACSHA384.HashData), ("HS512", HMACSHA512.HashData)])
            Assert.Equal(Token with { Generation = null }, With(key).Read(Sign($$"""{"alg":"{{name}}"}""", """{"sub":"amy","exp":2000000000}""", key, sign)).Value);
    }

    [Theory]
    [InlineData("""{"alg":"none"}""", """{"sub":"amy","exp":2000000000}""", "unsupported signature algorithm")]
    [InlineData("""{"alg":"HS256","typ":"JWT"}""", """{"sub":"amy","exp":2000000000}""", "unsupported signature algorithm")]
    [InlineData("""{"alg":"HS256"}""", """{"sub":"amy"}""", "token invalid!")] // Nacos: a token that never ends
    [InlineData("""{"alg":"HS256"}""", """{"exp":2000000000}""", "token invalid!")]
    [InlineData("""{"alg":"HS256"}""", """{"sub":"","exp":2000000000}""", "token invalid!")]
    [InlineData("""{"alg":"HS256"}""", """{"sub":"amy","exp":"2000000000"}""", "token invalid!")]
    [InlineData("""{"alg":"HS256"}""", "[]", "token invalid!")]
    [InlineData("""{"alg":"HS256"}""", "{", "token invalid!")]
    public void Read_OfASignedTokenThatIsNone_SaysWhy(string header, string payload, string expected)
    {
        var key = new byte[32];

        Assert.Equal(expected, With(key).Read(Sign(header, payload, key, HMACSHA256.HashData)).Failure!.Message);
    }

    [Theory]
    [InlineData("", "token invalid!")]
    [InlineData("abc", "token invalid!")]
    [InlineData("a.b", "token invalid!")]
    [InlineData("a.b.", "token invalid!")]
    [InlineData("a.b.c.d", "token invalid!")]
    [InlineData("a.b.c", "unsupported signature algorithm")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "Invalid signature")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.!!.AAAA", "Invalid signature")]
    public void Read_OfWhatNobodySigned_SaysWhy(string text, string expected) => Assert.Equal(expected, With(new byte[32]).Read(text).Failure!.Message);

    [Fact]
    public void Read_OfAForeignOrChangedToken_IsRefused()
    {
        var tokens = With(new byte[32]);
        var issued = tokens.Issue(Token).Value;
        var parts = issued.Split('.');
        var admin = $"{parts[0]}.{Base64Url.EncodeToString("""{"sub":"nacos","exp":2000000000}"""u8)}.{parts[2]}";

        Assert.Equal(IdentityFailures.TokenSignature, With(RandomNumberGenerator.GetBytes(32)).Read(issued).Failure);
        Assert.Equal(IdentityFailures.TokenSignature, tokens.Read(admin).Failure);
        Assert.Equal(IdentityFailures.TokenSignature, tokens.Read(issued + "x").Failure);
    }

    [Fact]
    public void Issue_BeforeTheClusterHasAKey_FailsForNow()
    {
        var accounts = new Accounts();
        var tokens = new LoginTokens(accounts, Options.Create(new IdentityOptions()));
        Assert.Equal(IdentityFailures.NotReady, tokens.Issue(Token).Failure);

        accounts.Current = accounts.Current with { SigningKey = Convert.ToBase64String(new byte[64]) };

        Assert.Equal(Token, tokens.Read(tokens.Issue(Token).Value).Value);
    }

    private static LoginTokens With(byte[] key) => new(new Accounts(), Options.Create(new IdentityOptions { TokenKey = Convert.ToBase64String(key) }));

    private static string Sign(string header, string payload, byte[] key, Func<byte[], byte[], byte[]> sign)
    {
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{text}.{Base64Url.EncodeToString(sign(key, Encoding.ASCII.GetBytes(text)))}";
    }

    private sealed class Accounts : IIdentityState
    {
        public IdentityView Current { get; set; } = IdentityView.Empty;
    }
}
