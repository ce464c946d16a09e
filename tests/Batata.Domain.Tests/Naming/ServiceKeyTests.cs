using Batata.Domain.Naming;

namespace Batata.Domain.Tests.Naming;

public sealed class ServiceKeyTests
{
    [Theory]
    [InlineData("orders", "G", "G", "orders")]
    [InlineData("sales@@orders", "G", "sales", "orders")]
    [InlineData("sales@@", "G", "sales", "")]
    public void Of_PlainOrGroupedName_SplitsIt(string name, string group, string expectedGroup, string expectedName) =>
        Assert.Equal(new ServiceKey("n", expectedGroup, expectedName), ServiceKey.Of("n", name, group));

    [Fact]
    public void Equality_LooksAtAllThreeParts()
    {
        var key = new ServiceKey("n", "g", "s");
        Assert.Equal(key, new ServiceKey(new string('n', 1), new string('g', 1), new string('s', 1)));
        Assert.Equal(key.GetHashCode(), new ServiceKey("n", "g", "s").GetHashCode());
        Assert.NotEqual(key, key with { NamespaceId = "x" });
        Assert.NotEqual(key, key with { Group = "x" });
        Assert.NotEqual(key, key with { Name = "x" });
    }

    [Fact]
    public void WrittenForms_AreThoseOfTheProtocol()
    {
        var key = new ServiceKey("public", "DEFAULT_GROUP", "orders");
        Assert.Equal("DEFAULT_GROUP@@orders", key.GroupedName);
        Assert.Equal("public@@DEFAULT_GROUP@@orders", key.ToString());
    }
}
