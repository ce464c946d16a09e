using System.Text;
using Batata.Host.Settings.Sources;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Batata.Host.Tests.Settings;

public sealed class PropertiesFileTests
{
    [Theory]
    [InlineData("a=b", "a", "b")]
    [InlineData("a = b ", "a", "b")]
    [InlineData("  a:b", "a", "b")]
    [InlineData("a b c", "a", "b c")]
    [InlineData("a", "a", "")]
    [InlineData("a==b", "a", "=b")]
    [InlineData("a=b\\\n   c", "a", "bc")]
    [InlineData("a=b\\\\\nc=d", "a", "b\\")]
    [InlineData("a\\=b=c", "a=b", "c")]
    [InlineData("a=\\u4e2d\\t|", "a", "中\t|")]
    [InlineData("a=b\\", "a", "b")]
    [InlineData("# x\n! y\n\na=#b", "a", "#b")]
    public void Line_IsReadAsJavaDoes(string text, string key, string value)
    {
        var first = PropertiesFile.Parse(new StringReader(text), "f")[0];

        Assert.Equal((key, value), (first.Key, first.Text));
    }

    [Fact]
    public void Origin_IsTheLineWhereAValueBegins()
    {
        var values = PropertiesFile.Parse(new StringReader("# c\na=1\\\n2\nb=3"), "f");

        Assert.Equal(["f:2", "f:4"], values.Select(static value => value.Origin));
    }

    /// <summary>What Java would write is read back, whatever the text.</summary>
    [Property]
    public bool WrittenPair_IsReadBack(NonEmptyString key, string? value)
    {
        var text = Escape(key.Get) + "=" + Escape(value ?? "");

        var read = PropertiesFile.Parse(new StringReader(text), "f");

        return read.Count == 1 && read[0].Key == key.Get && read[0].Text == (value ?? "");
    }

    [Property(MaxTest = 500)]
    public Property AnyText_IsReadOrRefused() => Prop.ForAll(Noise.Of(" =:#!\\u0a\n\t"), static text =>
    {
        try
        {
            PropertiesFile.Parse(new StringReader(text), "f");
        }
        catch (SettingSourceException refused)
        {
            Assert.StartsWith("f:", refused.Message, StringComparison.Ordinal);
        }
    });

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text) escaped.Append(char.IsAsciiLetterOrDigit(c) ? c.ToString() : $"\\u{(int)c:x4}");
        return escaped.ToString();
    }
}
