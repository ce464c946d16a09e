using Batata.Host.Settings;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Batata.Host.Tests.Settings;

public sealed class PlaceholderTests
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["host"] = "h", ["port"] = "1", ["address"] = "${host}:${port}", ["empty"] = "", ["a"] = "${b}", ["b"] = "x${a}", ["which"] = "host",
    };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${host}", "h")]
    [InlineData("-${host}-${port}-", "-h-1-")]
    [InlineData("${address}", "h:1")]
    [InlineData("${missing:d}", "d")]
    [InlineData("${missing:}", "")]
    [InlineData("${empty:d}", "")]
    [InlineData("${missing:${host}}", "h")]
    [InlineData("${missing:${other:a:b}}", "a:b")]
    [InlineData("${${which}}", "h")]
    [InlineData("$host {x} $", "$host {x} $")]
    public void Text_IsFilledIn(string text, string expected) => Assert.Equal((expected, null), Resolve(text));

    [Theory]
    [InlineData("${missing}", "${missing}")]
    [InlineData("x${host", "${host")]
    [InlineData("${a}", "itself")]
    public void Text_ThatCannotBeFilledIn_SaysWhy(string text, string why)
    {
        var (value, problem) = Resolve(text);

        Assert.Null(value);
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_WithUnknownPlaceholder_IsRefused()
    {
        var problem = Assert.Single(Load.With(arguments: "--nacos.server.main.port=${NO_SUCH_PORT}").Problems);

        Assert.Equal("nacos.server.main.port = \"${NO_SUCH_PORT}\": refers to ${NO_SUCH_PORT}, which is not set (command line)", problem);
    }

    [Fact]
    public void Placeholder_NamesSettingsAndVariables()
    {
        var loaded = Load.With(null, ["MY_PORT=1001"], "--nacos.server.main.port=${MY_PORT}", "--nacos.console.port=${batata.grpc.port}3", "--batata.grpc.port=100");

        Assert.Empty(loaded.Problems);
        Assert.Equal((1001, 1003), (loaded.Options.Nacos.MainPort, loaded.Options.Server.ConsolePort));
    }

    [Property(MaxTest = 1000)]
    public Property AnyText_GivesAValueOrAProblem() => Prop.ForAll(Noise.Of("${}:ab"), static text =>
    {
        var (value, problem) = Resolve(text);
        return (value is null) != (problem is null);
    });

    private static (string? Value, string? Problem) Resolve(string text) => Placeholders.Resolve(text, Known.GetValueOrDefault);
}
