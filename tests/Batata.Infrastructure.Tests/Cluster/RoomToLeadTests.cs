using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Administration;
using Batata.Infrastructure.Cluster.Nodes;
using Batata.Infrastructure.Cluster.Wire;

namespace Batata.Infrastructure.Tests.Cluster;

public sealed class RoomToLeadTests
{
    [Fact]
    public void Choose_OfThoseWithRoom_TakesTheOneWithTheMostOfTheLog() =>
        Assert.Equal("c", RoomToLead.Choose([Peer("a", applied: 9, isShort: true), Peer("b", applied: 5), Peer("c", applied: 7)])?.Host);

    [Fact]
    public void Choose_WhenNobodyHasRoomOrIsUp_LeavesThingsAsTheyAre() => Assert.Null(RoomToLead.Choose(
    [
        Peer("a", isShort: true),
        Peer("b", condition: NodeCondition.Isolation),
        Peer("c", failed: 1),
        Peer("d", votes: false),
        (Member("e", votes: true), null),
    ]));

    private static (ClusterMember Member, PeerStanding? Standing) Peer(
        string host, long applied = 1, bool isShort = false, NodeCondition condition = NodeCondition.Up, int failed = 0, bool votes = true)
    {
        var report = new NodeReport { DiskShort = isShort, Log = new LogReport { AppliedIndex = applied } };
        return (Member(host, votes), new PeerStanding(condition, failed, report, null, null));
    }

    private static ClusterMember Member(string host, bool votes) => new(Guid.NewGuid(), host, 8848, 7848, null, false, votes);
}
