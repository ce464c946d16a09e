using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Members;

namespace Batata.Infrastructure.Tests.Cluster.Members;

public sealed class KnownMembersTests
{
    private static readonly ClusterMember _self = new(Guid.NewGuid(), "10.0.0.2", 8848, 7848, null, IsSelf: true, Votes: true);
    private static readonly ClusterMember _other = new(Guid.NewGuid(), "::1", 8848, 7848, "b", IsSelf: false, Votes: true);

    [Fact]
    public void View_OfOneThatWatches_SaysWhenAnotherTookItsPlace()
    {
        using var members = new KnownMembers([_self]);
        var first = members.Current;
        members.Replace([_self]);
        Assert.Same(first, members.Current); // nothing changed, and nobody is woken
        Assert.False(first.Replaced.IsCancellationRequested);

        members.Replace([_self, _other]);
        Assert.True(first.Replaced.IsCancellationRequested);
        Assert.Equal(["10.0.0.2:8848", "[::1]:8848"], members.Current.All.Select(static member => member.Address));
        Assert.Equal(_self, members.Current.Self);
        Assert.Equal([_other], members.Current.Others);
        Assert.False(members.Current.Replaced.IsCancellationRequested);
    }
}
