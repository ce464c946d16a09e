using System.Security.Cryptography;
using System.Text;
using Batata.Domain.Configs;
using FsCheck.Xunit;

namespace Batata.Domain.Tests.Configs;

public sealed class ConfigContentTests
{
    [Theory]
    [InlineData("hello", "5d41402abc4b2a76b9719d911017c592")]
    [InlineData("é", "66ddcd97cfdeabb2f6fb8a999b4bc76f")]
    [InlineData("jk8ssl", "0000000018e6137ac2caab16074784a6")] // zeros in front stay: clients compare 32 characters
    public void Of_Text_HasMd5OfItsUtf8(string text, string md5) => Assert.Equal(new ConfigContent(text, md5, ""), ConfigContent.Of(text));

    [Fact]
    public void Of_WithoutKey_IsPlain() => Assert.Equal("", ConfigContent.Of("x").EncryptedDataKey);

    [Fact]
    public void Of_LoneSurrogates_StoresWhatUtf8CanHold()
    {
        // Not theory data: attributes are stored as UTF-8 themselves.
        AssertStored("a\ud800b", "a\ufffdb");
        AssertStored("\udc00", "\ufffd");
        AssertStored("\udc00\ud800", "\ufffd\ufffd");
        AssertStored("x\ud83d", "x\ufffd");
        AssertStored("\ud83d\ude00", "\ud83d\ude00");

        static void AssertStored(string text, string stored)
        {
            var content = ConfigContent.Of(text);
            Assert.Equal(stored, content.Text);
            Assert.Equal(ConfigContent.Of(stored).Md5, content.Md5);
        }
    }

    [Property]
    public void Of_AnyText_TextBytesAndMd5Agree(string? text)
    {
        var content = ConfigContent.Of(text ?? "");
        var bytes = Encoding.UTF8.GetBytes(content.Text);
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(bytes)), content.Md5);
        Assert.Equal(content.Text, Encoding.UTF8.GetString(bytes));
        Assert.Equal(content, ConfigContent.Of(content.Text));
    }
}
