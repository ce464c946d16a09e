using Batata.Infrastructure.Cluster.Members;

namespace Batata.Infrastructure.Tests.Cluster.Members;

public sealed class MemberListTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", 8848, 7848)]
    [InlineData("10.0.0.1:9000", "10.0.0.1", 9000, 8000)]
    [InlineData("Node-1.Example:9000", "node-1.example", 9000, 8000)]
    [InlineData("[::1]", "::1", 8848, 7848)]
    [InlineData("[0:0::1]:9000", "::1", 9000, 8000)]
    [InlineData("fe80::2", "fe80::2", 8848, 7848)]
    [InlineData("10.0.0.1:8847?raft_port=8807", "10.0.0.1", 8847, 8807)]
    public void Member_AsWritten_IsUnderstood(string text, string host, int main, int raft) =>
        Assert.Equal(new MemberAddress(host, main, raft), MemberAddress.Parse(text, 8848));

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.1:")]
    [InlineData("10.0.0.1:0")]
    [InlineData("10.0.0.1:65536")]
    [InlineData("10.0.0.1:900")] // no port 1000 below it
    [InlineData("a b")]
    [InlineData("[::1")]
    [InlineData("10.0.0.1:8848?x=1")]
    [InlineData("10.0.0.1:8848?raft_port=x")]
    public void Member_ThatIsNone_IsNotTaken(string text) => Assert.Null(MemberAddress.Parse(text, 8848));

    [Fact]
    public void List_OfNacos_IsReadWhole()
    {
        var (members, problems) = MemberList.Parse("#2026-01-01T00:00:00\n10.0.0.1:8848\r\n  10.0.0.2 # second, third\n\n10.0.0.3,10.0.0.4:1848\n10.0.0.1\n", 8848);

        Assert.Equal(["10.0.0.1:8848", "10.0.0.2:8848", "10.0.0.3:8848", "10.0.0.4:1848"], members.Select(static member => member.ToString()));
        Assert.Empty(problems);
    }

    [Fact]
    public void List_WithWhatIsNoMember_TellsIt() => Assert.Equal(["x:y"], MemberList.Parse("10.0.0.1\nx:y", 8848).Problems);
}
