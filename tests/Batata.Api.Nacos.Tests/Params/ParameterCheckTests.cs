using Batata.Api.Nacos.Params;

namespace Batata.Api.Nacos.Tests.Params;

public sealed class ParameterCheckTests
{
    private const string Illegal = "illegal characters should not appear in the param.";

    [Theory]
    [InlineData("dataId", "a/b", $"Param 'dataId' is illegal, {Illegal}")]
    [InlineData("dataId", "配置", $"Param 'dataId' is illegal, {Illegal}")]
    [InlineData("group", "a b", $"Param 'group' is illegal, {Illegal}")]
    [InlineData("groupName", "g!", $"Param 'group' is illegal, {Illegal}")]
    [InlineData("tenant", "a.b", $"Param 'namespaceId/tenant' is illegal, {Illegal}")]
    [InlineData("namespaceId", "a:b", $"Param 'namespaceId/tenant' is illegal, {Illegal}")]
    [InlineData("namespace", "a b", $"Param 'namespaceId/tenant' is illegal, {Illegal}")]
    [InlineData("ip", "1.1.1.1 ", $"Param 'ip' is illegal, {Illegal}")]
    [InlineData("dataId", "a-b_c.d:e", null)]
    [InlineData("dataId", "", null)]
    [InlineData("dataId", "   ", null)]
    [InlineData("tenant", "a-b_c", null)]
    public void Config_IllegalCharacters_AreNamed(string name, string value, string? expected) => Assert.Equal(expected, ParameterChecks.Config(With(name, value)));

    [Theory]
    [InlineData("dataId", 256, "dataId")]
    [InlineData("group", 128, "group")]
    [InlineData("tenant", 64, "namespaceId/tenant")]
    [InlineData("ip", 128, "ip")]
    public void Config_TooLong_TellsTheLimit(string name, int limit, string shown)
    {
        Assert.Null(ParameterChecks.Config(With(name, new string('x', limit))));
        Assert.Equal($"Param '{shown}' is illegal, the param length should not exceed {limit}.", ParameterChecks.Config(With(name, new string('x', limit + 1))));
    }

    [Fact]
    public void Config_NamespaceId_IsLookedAtBeforeTenant()
    {
        var parameters = With("tenant", "a.b");
        parameters.Add("namespaceId", "legal");
        Assert.Null(ParameterChecks.Config(parameters));
    }

    [Fact]
    public void ConfigSearch_Blur_TakesAnything()
    {
        var parameters = With("search", "blur");
        parameters.Add("dataId", "a b/*");
        Assert.Null(ParameterChecks.ConfigSearch(parameters));
        Assert.NotNull(ParameterChecks.ConfigSearch(With("dataId", "a b/*")));
    }

    private static NacosParameters With(string name, string value)
    {
        var parameters = new NacosParameters();
        parameters.Add(name, value);
        return parameters;
    }
}
