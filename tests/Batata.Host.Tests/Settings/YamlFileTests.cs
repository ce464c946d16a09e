using Batata.Host.Settings.Sources;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Batata.Host.Tests.Settings;

public sealed class YamlFileTests
{
    [Fact]
    public void Origin_IsTheLineOfTheValue()
    {
        var values = YamlFile.Parse(new StringReader("a:\n  b: 1\n  c:\n    - x\n    - y\n"), "f");

        Assert.Equal([("a.b", "1", "f:2"), ("a.c.0", "x", "f:4"), ("a.c.1", "y", "f:5")], values.Select(static value => (value.Key, value.Text!, value.Origin)));
    }

    [Property(MaxTest = 1000)]
    public Property AnyText_IsReadOrRefused() => Prop.ForAll(Noise.Of("ab:-[]{},#&*!|>'\"%@`? \n\t\\~"), static text =>
    {
        try
        {
            YamlFile.Parse(new StringReader(text), "f");
        }
        catch (SettingSourceException refused)
        {
            Assert.StartsWith("f:", refused.Message, StringComparison.Ordinal);
        }
    });
}
