using Batata.Infrastructure.Cluster.Members;

namespace Batata.Infrastructure.Tests.Cluster.Members;

public sealed class FoundingTests
{
    private static readonly MemberAddress[] _list = [new("10.0.0.1", 8848, 7848), new("10.0.0.2", 8848, 7848), new("10.0.0.3", 8848, 7848)];
    private readonly Guid _self = Guid.NewGuid(), _b = Guid.NewGuid(), _c = Guid.NewGuid();

    [Fact]
    public void Founding_WaitsForAllToBeThere()
    {
        var (found, missing) = Founding.Look(Round((_list[1], New(_b))));
        Assert.Empty(found);
        Assert.Contains("10.0.0.3:8848", missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Founding_WaitsForAllToHaveSeenTheSame()
    {
        var round = Round((_list[1], New(_b)), (_list[2], New(_c)));
        var (found, missing) = Founding.Look(round);
        Assert.Null(missing);
        Assert.Equal(new[] { _self, _b, _c }.Order(), found);
        Assert.False(Founding.AllAgree(round, found));

        // One of them has seen the folder that was at the third address before.
        var other = new[] { _self, _b, Guid.NewGuid() }.Order().ToArray();
        Assert.False(Founding.AllAgree(Round((_list[1], New(_b, [.. found])), (_list[2], New(_c, other))), found));
        Assert.True(Founding.AllAgree(Round((_list[1], New(_b, [.. found])), (_list[2], New(_c, [.. found]))), found));
    }

    [Fact]
    public void Founding_BesideOneThatIsOlder_OrWithAnotherList_IsImpossible()
    {
        Assert.Empty(Founding.Look(Round((_list[1], New(_b) with { Version = 0 }), (_list[2], New(_c)))).WouldFound);
        var (found, missing) = Founding.Look(Round((_list[1], New(_b)), (_list[2], New(_c) with { Listed = ["10.0.0.9:8848"] })));
        Assert.Empty(found);
        Assert.Contains("another list", missing, StringComparison.Ordinal);
    }

    private Round Round(params (MemberAddress Address, Answer Answer)[] answers) =>
        new(_self, _list[0], _list, answers.ToDictionary(static one => one.Address, static one => one.Answer));

    private static Answer New(Guid id, params Guid[] wouldFound) =>
        new(id, null, [.. _list.Select(static one => one.ToString())], Guid.Empty, -1, MemberConfiguration.Nobody, wouldFound, 0);
}
