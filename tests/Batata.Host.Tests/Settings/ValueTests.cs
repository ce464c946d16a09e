using Batata.Host.Settings;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging;

namespace Batata.Host.Tests.Settings;

public sealed class ValueTests
{
    [Theory]
    [InlineData("1024", 1024)]
    [InlineData("1kb", 1024)]
    [InlineData("2 MB", 2 * 1024 * 1024)]
    [InlineData("0B", 0)]
    [InlineData("3GB", 3L << 30)]
    public void Size_WithAUnit_IsBytes(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-1KB")]
    [InlineData("1.5MB")]
    [InlineData("1TB")]
    [InlineData("99999999999GB")]
    public void Size_Illegal_IsNone(string text) => Assert.Null(ByteSize.Parse(text));

    [Property]
    public bool Size_Written_IsReadBack(uint size) => ByteSize.Parse(ByteSize.Format(size)) == size;

    [Theory]
    [InlineData("on", true)]
    [InlineData("YES", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    public void Switch_InSpringsWords_IsRead(string text, bool expected) => Assert.Equal(expected, SettingTypes.ParseSwitch(text));

    [Fact]
    public void LogLevels_AreReadByPart()
    {
        var loaded = Load.With(null, ["LOGGING_LEVEL_BATATA_HOST=trace"], "--logging.level.root=WARN", "--logging.level.Batata.Infrastructure=debug", "--logging.level.grpc=false");

        Assert.Empty(loaded.Problems);
        Assert.Equal(LogLevel.Warning, loaded.Options.Server.RootLogLevel);
        Assert.Equal(LogLevel.Debug, loaded.Options.Server.LogLevels["Batata.Infrastructure"]);
        Assert.Equal(LogLevel.Trace, loaded.Options.Server.LogLevels["Batata.Host"]);
        Assert.Equal(LogLevel.None, loaded.Options.Server.LogLevels["Grpc"]);
    }

    [Fact]
    public void TokenKey_LongEnough_IsTaken()
    {
        var key = Convert.ToBase64String(new byte[32]);

        var loaded = Load.With(environment: [$"NACOS_AUTH_TOKEN={key}"]);

        Assert.Empty(loaded.Problems);
        Assert.Equal(key, loaded.Options.Auth.TokenKey);
    }
}
