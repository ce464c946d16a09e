using System.Text;
using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Tests.Http;

/// <summary>Against what Go's <c>json.Marshal</c> writes.</summary>
public sealed class GoJsonEncoderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain/key-1_2.3", "plain/key-1_2.3")]
    [InlineData("a+b'c`d~e:f@g%", "a+b'c`d~e:f@g%")]
    [InlineData("\"\\", "\\\"\\\\")]
    [InlineData("<script>&", "\\u003cscript\\u003e\\u0026")]
    [InlineData("\b\f\n\r\t", "\\b\\f\\n\\r\\t")]
    [InlineData("\0\u0001\u001f\u007f", "\\u0000\\u0001\\u001f\u007f")]
    [InlineData("é汉字\ud83d\ude00\u2026\u20ac", "é汉字\ud83d\ude00\u2026\u20ac")]
    [InlineData("\u2027\u2028\u2029\u202a", "\u2027\\u2028\\u2029\u202a")]
    [InlineData("\u2028", "\\u2028")]
    public void Text_IsEscapedAsGoDoes(string text, string expected)
    {
        Assert.Equal($"\"{expected}\"", Written(json => json.WriteStringValue(text)));
        Assert.Equal($"\"{expected}\"", Written(json => json.WriteStringValue(Encoding.UTF8.GetBytes(text))));
        Assert.Equal($"{{\"{expected}\":\"\"}}", Written(json =>
        {
            json.WriteStartObject();
            json.WriteString(text, "");
            json.WriteEndObject();
        }));
    }

    [Fact]
    public void LongText_IsEscapedToItsEnd()
    {
        var text = string.Concat(Enumerable.Repeat("aé\u2026<\u2028\ud83d\ude00\"", 2_000));
        Assert.Equal($"\"{string.Concat(Enumerable.Repeat("aé\u2026\\u003c\\u2028\ud83d\ude00\\\"", 2_000))}\"", Written(json => json.WriteStringValue(text)));
    }

    [Fact]
    public void Base64_StaysAsItIs() => Assert.Equal("\"+/8=\"", Written(static json => json.WriteBase64StringValue([0xfb, 0xff])));

    private static string Written(Action<System.Text.Json.Utf8JsonWriter> write) => Encoding.UTF8.GetString(ConsulJson.Write(pretty: false, write).Span);
}
