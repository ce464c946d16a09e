using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Tests.Persistence;

namespace Batata.Infrastructure.Tests.Cluster.Members;

/// <summary>A node alone, and what is made of what the nodes say.</summary>
public sealed class FeatureLevelTests : IDisposable
{
    private static readonly Guid _a = Guid.NewGuid(), _b = Guid.NewGuid(), _c = Guid.NewGuid();
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Propose_OfAKindAboveTheLevel_WritesNothing()
    {
        await using var node = await TestNode.StartAsync(Data, change: Releases.Modest);
        var before = node.Get<RaftNode>().LastIndex;
        var refused = await node.Replicated.ProposeAsync(Releases.Feature, default);
        Assert.Equal(ClusterFailures.UpgradePendingCode, refused.Failure?.Code);
        Assert.Contains("level 1", refused.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal(before, node.Get<RaftNode>().LastIndex);
        Assert.True((await node.PublishAsync("a", "v")).Ok);
    }

    [Fact]
    public async Task Level_OfANodeAlone_IsReachedAtTheStart_AndNeverLost()
    {
        await using (var earlier = await TestNode.StartAsync(Data, change: Releases.Earlier)) Assert.True((await earlier.PublishAsync("a", "v")).Ok);
        await using (var later = await TestNode.StartAsync(Data, change: Releases.Later))
        {
            Assert.Equal(1, later.Get<FeatureLevels>().Reached);
            Assert.True((await later.Replicated.ProposeAsync(Releases.Feature, default)).Ok);
        }
        var refused = await Assert.ThrowsAsync<DataFolderException>(() => TestNode.StartAsync(Data, change: Releases.Modest));
        Assert.Contains("feature level 1", refused.Message, StringComparison.Ordinal);
        await using var again = await TestNode.StartAsync(Data, change: Releases.Later);
        Assert.Equal(1, again.Get<FeatureLevels>().Reached);
        var written = again.Get<RaftNode>().LastIndex;
        await again.DisposeAsync();
        await using var unchanged = await TestNode.StartAsync(Data, change: Releases.Later);
        Assert.InRange(unchanged.Get<RaftNode>().LastIndex, written, written + 1); // the mark of the new leader, and no level again
    }

    [Fact]
    public void Lowest_IsThatOfEveryVoter_AndOneThatIsSilentHasWhatIsReached()
    {
        var voters = new MemberConfiguration([_a, _b, _c]);
        Assert.Equal(2, VoterLevels.Lowest(Heard((_b, 2), (_c, 2)), voters, own: 3, reached: 0));
        Assert.Equal(1, VoterLevels.Lowest(Heard((_b, 2), (_c, 2)), voters, own: 1, reached: 0));
        Assert.Equal(0, VoterLevels.Lowest(Heard((_b, 2)), voters, own: 2, reached: 0));
        Assert.Equal(1, VoterLevels.Lowest(Heard((_b, 2)), voters, own: 2, reached: 1));
        Assert.Equal(2, VoterLevels.Lowest(Heard((_b, 2), (_c, 0)), new MemberConfiguration([_a, _b]), own: 2, reached: 0)); // who does not vote does not count
    }

    [Fact]
    public void Behind_NamesWhoLags()
    {
        var state = new MembersState(Guid.NewGuid(), 1, true, new MemberConfiguration([_a, _b, _c]), new Dictionary<Guid, KnownAddress> { [_b] = new(At(_b), null), [_c] = new(At(_c), null) });
        Assert.Equal([$"{At(_c)} (level 0)"], VoterLevels.Behind(Heard((_b, 1), (_c, 0)), state, own: 1, level: 1));
        Assert.Equal([$"{At(_a)} (level 0)", $"{At(_c)} (does not answer)"], VoterLevels.Behind(Heard((_b, 1)), state, own: 0, level: 1).Order(StringComparer.Ordinal));
        Assert.Empty(VoterLevels.Behind(Heard((_b, 1), (_c, 2)), state, own: 1, level: 1));
    }

    private static Round Heard(params (Guid Id, int Level)[] answers) => new(
        _a, At(_a), [], answers.ToDictionary(static one => At(one.Id), static one => new Answer(one.Id, null, [], Guid.Empty, 1, MemberConfiguration.Nobody, [], one.Level)));

    private static MemberAddress At(Guid id) => new(id == _a ? "10.0.0.1" : id == _b ? "10.0.0.2" : "10.0.0.3", 8848, 7848);
}
