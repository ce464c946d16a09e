using Batata.Domain.Naming;

namespace Batata.Domain.Tests.Naming;

public sealed class NamingParametersTests
{
    [Theory]
    [InlineData("a@b", true)]
    [InlineData("购a", true)]
    [InlineData("a@", true)]
    [InlineData(" a", true)]
    [InlineData("😀a", true)]
    [InlineData("", true)]
    [InlineData("@a", false)]
    [InlineData("a@@b", false)]
    [InlineData("a b", false)]
    [InlineData("a\tb", false)]
    [InlineData("a中", false)]
    public void Service_Characters(string name, bool legal) => AssertLegal(legal, "serviceName", NamingParameters.ServiceProblem(name));

    [Theory]
    [InlineData("a-B_1:.", true)]
    [InlineData("a@b", false)]
    [InlineData("a b", false)]
    public void Group_Characters(string group, bool legal) => AssertLegal(legal, "group", NamingParameters.GroupProblem(group));

    [Theory]
    [InlineData("a_b,C-1", true)]
    [InlineData("", true)]
    [InlineData("a, b", false)]
    [InlineData("a.b", false)]
    public void Clusters_EachItem(string clusters, bool legal) => AssertLegal(legal, "cluster", NamingParameters.ClustersProblem(clusters));

    [Theory]
    [InlineData("host-1.local", true)]
    [InlineData("::1", true)]
    [InlineData("1 2", false)]
    [InlineData("中", false)]
    public void Ip_Characters(string ip, bool legal) => AssertLegal(legal, "ip", NamingParameters.IpProblem(ip));

    [Theory]
    [InlineData("n_1-a", true)]
    [InlineData("a.b", false)]
    public void Namespace_Characters(string id, bool legal) => AssertLegal(legal, "namespaceId/tenant", NamingParameters.NamespaceProblem(id));

    [Theory]
    [InlineData("0", true)]
    [InlineData("65535", true)]
    [InlineData(null, true)]
    [InlineData("65536", false)]
    [InlineData("-1", false)]
    [InlineData("x", false)]
    [InlineData("99999999999", false)]
    public void Port_HasARange(string? port, bool legal) =>
        Assert.Equal(legal ? null : "Param 'port' is illegal, the value should be between 0 and 65535.", NamingParameters.PortProblem(port));

    [Fact]
    public void TooLong_NamesTheLimit()
    {
        Assert.Null(NamingParameters.ServiceProblem(new string('s', 512)));
        Assert.Equal("Param 'serviceName' is illegal, the param length should not exceed 512.", NamingParameters.ServiceProblem(new string('s', 513)));
        Assert.Equal("Param 'namespaceId/tenant' is illegal, the param length should not exceed 64.", NamingParameters.NamespaceProblem(new string('n', 65)));
        Assert.Equal("Param 'group' is illegal, the param length should not exceed 128.", NamingParameters.GroupProblem(new string('g', 129)));
        Assert.Equal("Param 'cluster' is illegal, the param length should not exceed 64.", NamingParameters.ClusterProblem(new string('c', 65)));
        Assert.Equal("Param 'ip' is illegal, the param length should not exceed 128.", NamingParameters.IpProblem(new string('1', 129)));
        Assert.Null(NamingParameters.MetadataProblem(Metadata.Of(("key4", new string('m', 1020))), 1024));
        Assert.Equal(
            "Param 'Metadata' is illegal, the param length should not exceed 1024.", NamingParameters.MetadataProblem(Metadata.Of(("key45", new string('m', 1020))), 1024));
    }

    private static void AssertLegal(bool legal, string name, string? problem) =>
        Assert.Equal(legal ? null : $"Param '{name}' is illegal, illegal characters should not appear in the param.", problem);
}
