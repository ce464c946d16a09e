using System.Net;
using Batata.Infrastructure.Cluster.Members;

namespace Batata.Host.Tests.Settings;

/// <summary>Who the other nodes are, and what a cluster cannot do without.</summary>
public sealed class PeerRuleTests
{
    private const string Secret = "--batata.cluster.secret=a secret of the tests";

    [Fact]
    public void Cluster_WithListAndSecret_KnowsItsMembersAndItself()
    {
        var loaded = Load.With(null, null, "--nacos.standalone=false", "--nacos.server.main.port=7001", "--nacos.member.list=127.0.0.1:7001,127.0.0.1:7011, 127.0.0.1:7021", Secret);

        Assert.Empty(loaded.Problems);
        var cluster = loaded.Options.Cluster;
        Assert.Equal([7001, 7011, 7021], cluster.Members.Select(static member => member.MainPort));
        Assert.Equal(new MemberAddress("127.0.0.1", 7001, 6001), cluster.Self);
        Assert.Equal((6001, 8002), (cluster.RaftPort, cluster.Self!.ClusterPort));
        Assert.Equal(IPAddress.Loopback, cluster.ListenAddress);
    }

    [Fact]
    public void Cluster_WithAFileBesideTheSettings_TakesThatAndNotTheList()
    {
        using var folder = new ConfFolder();
        folder.Write("application.yml", "nacos:\n  standalone: false\n");
        folder.Write("cluster.conf", "# written by hand\n127.0.0.1 # this one\n10.0.0.2:8848\n\n10.0.0.3\n");

        var loaded = Load.With(folder.Path, null, "--nacos.member.list=10.9.9.9", Secret);

        Assert.Empty(loaded.Problems);
        Assert.Equal(["127.0.0.1:8848", "10.0.0.2:8848", "10.0.0.3:8848"], loaded.Options.Cluster.Members.Select(static member => member.ToString()));
    }

    [Fact]
    public void OwnAddress_ThatIsSaid_DecidesWhichMemberThisIs()
    {
        var loaded = Load.With(null, null, "--nacos.standalone=false", "--nacos.member.list=batata-0.batata,batata-1.batata", "--nacos.inetutils.ip-address=batata-1.batata", Secret);

        Assert.Empty(loaded.Problems);
        Assert.Equal("batata-1.batata", loaded.Options.Cluster.Self?.Host);
    }

    [Fact]
    public void Secret_FromAFile_IsTakenWithoutItsLineEnd()
    {
        using var folder = new ConfFolder();
        var file = folder.Write("secret", "a secret of the tests\n");

        var loaded = Load.With(null, null, "--nacos.standalone=false", "--nacos.member.list=127.0.0.1", $"--batata.cluster.secret-file={file}");

        Assert.Empty(loaded.Problems);
        Assert.Equal("a secret of the tests", loaded.Options.Cluster.Secret);
    }

    [Theory]
    [InlineData("needs a list of its members", Secret)]
    [InlineData("needs a secret", "--nacos.member.list=127.0.0.1")]
    [InlineData("16 characters", "--nacos.member.list=127.0.0.1", "--batata.cluster.secret=short")]
    [InlineData("cannot be read", "--nacos.member.list=127.0.0.1", "--batata.cluster.secret-file=/nowhere/secret")]
    [InlineData("is not among the members", "--nacos.member.list=127.0.0.1:1848,203.0.113.7", Secret)]
    [InlineData("may all be this node", "--nacos.member.list=127.0.0.1,127.0.0.2", Secret)]
    [InlineData("which is no member", "--nacos.member.list=127.0.0.1:port", Secret)]
    [InlineData("has another use", "--nacos.member.list=127.0.0.1", "--nacos.console.port=9849", Secret)]
    [InlineData("address.server.domain", "--nacos.core.member.lookup.type=address-server", Secret)]
    [InlineData("did not answer 1 times", "--nacos.core.member.lookup.type=address-server", "--address.server.domain=127.0.0.1", "--address.server.port=9", "--nacos.core.address-server.retry=1", Secret)]
    [InlineData("together", "--nacos.member.list=127.0.0.1", "--batata.cluster.tls.certificate=/nowhere/node.crt")]
    [InlineData("/nowhere", "--nacos.member.list=127.0.0.1", "--batata.cluster.tls.certificate=/nowhere/node.crt", "--batata.cluster.tls.private-key=/nowhere/node.key", "--batata.cluster.tls.trust-certificate=/nowhere/ca.crt")]
    public void Cluster_ThatCannotBe_IsRefused(string reason, params string[] arguments)
    {
        var problem = Assert.Single(Load.With(null, null, ["--nacos.standalone=false", .. arguments]).Problems);

        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret of the tests", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ModeOfTheImage_MeansACluster() =>
        Assert.Contains(Load.With(environment: ["MODE=cluster", "NACOS_SERVERS=127.0.0.1:8848 10.0.0.2:8848"]).Problems, static problem => problem.Contains("needs a secret", StringComparison.Ordinal));
}
