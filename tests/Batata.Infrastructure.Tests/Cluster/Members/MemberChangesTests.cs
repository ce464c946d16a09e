using Batata.Infrastructure.Cluster.Members;

namespace Batata.Infrastructure.Tests.Cluster.Members;

/// <summary>What a leader makes of a list, of what the nodes answer, and of who votes.</summary>
public sealed class MemberChangesTests
{
    private static readonly Guid _cluster = Guid.NewGuid();
    private readonly Node _a = new("10.0.0.1"), _b = new("10.0.0.2"), _c = new("10.0.0.3"), _d = new("10.0.0.4");

    private sealed record Node(string Host)
    {
        public Guid Id { get; init; } = Guid.NewGuid();

        public MemberAddress Address { get; init; } = new(Host, 8848, 7848);
    }

    [Fact]
    public void List_ThatNamesTheVoters_AsksForNothing() =>
        Assert.Equal(ChangeKind.None, Next([_a, _b, _c], [_a, _b, _c], Answers([_a, _b, _c], _b, _c)).Kind);

    [Fact]
    public void Newcomer_ThatAMajorityLists_IsAdded()
    {
        Node[] wanted = [_a, _b, _c, _d];
        Assert.Equal((ChangeKind.Add, _d.Id), Brief(Next([_a, _b, _c], wanted, Answers(wanted, _b, _d))));

        var alone = Answers(wanted, _d).Concat(Answers([_a, _b, _c], _b, _c)).ToDictionary();
        var waits = Next([_a, _b, _c], wanted, alone);
        Assert.Equal(ChangeKind.Postponed, waits.Kind);
        Assert.Contains("a majority must list it", waits.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Newcomer_WhileTooFewAnswer_Waits()
    {
        // Of then three all that count would be the new one, which is not there for long perhaps, and the leader.
        Node[] wanted = [_a, _b, _c, _d];
        Assert.Equal(ChangeKind.Postponed, Next([_a, _b, _c], wanted, Answers(wanted, _d)).Kind);
    }

    [Fact]
    public void Member_OutOfTheLists_IsRemoved_AlsoWhenItIsDead()
    {
        Node[] wanted = [_a, _b];
        Assert.Equal((ChangeKind.Remove, _c.Id), Brief(Next([_a, _b, _c], wanted, Answers(wanted, _b, _c))));
        Assert.Equal((ChangeKind.Remove, _c.Id), Brief(Next([_a, _b, _c], wanted, Answers(wanted, _b))));
        Assert.Equal(ChangeKind.Postponed, Next([_a, _b, _c, _d], [_a, _b, _c], Answers([_a, _b, _c, _d], _b, _c)).Kind); // the others still list it
    }

    [Fact]
    public void Member_WhoseRemovalWouldCostTheMajority_Stays()
    {
        Node[] wanted = [_a, _b, _c];
        var next = Next([_a, _b, _c, _d], wanted, Answers(wanted, _d)); // only the one that shall go answers
        Assert.Equal(ChangeKind.Postponed, next.Kind);
    }

    [Fact]
    public void List_WithoutMostOfTheMembers_IsNotFollowed()
    {
        var next = Next([_a, _b, _c], [_a], Answers([_a], _b, _c));
        Assert.Equal(ChangeKind.Postponed, next.Kind);
        Assert.Contains("More than half of them at once are never taken out", next.Reason, StringComparison.Ordinal);
        Assert.Equal((ChangeKind.Remove, _b.Id), Brief(Next([_a, _b], [_a], Answers([_a], _b)))); // one of two is possible
    }

    [Fact]
    public void Folder_ThatWasLost_IsTakenOutAndTheNewOneIn()
    {
        var reborn = _c with { Id = Guid.NewGuid() };
        Node[] wanted = [_a, _b, _c];
        Assert.Equal((ChangeKind.Remove, _c.Id), Brief(Next([_a, _b, _c], wanted, Answers(wanted, _b, reborn))));
        Assert.Equal((ChangeKind.Add, reborn.Id), Brief(Next([_a, _b], wanted, Answers(wanted, _b, reborn))));
    }

    [Fact]
    public void Folders_OfMostMembersLostAtOnce_AreForAPersonToDecide()
    {
        Node[] wanted = [_a, _b, _c];
        var next = Next([_a, _b, _c], wanted, Answers(wanted, _b with { Id = Guid.NewGuid() }, _c with { Id = Guid.NewGuid() }));
        Assert.Equal(ChangeKind.Postponed, next.Kind);
    }

    [Fact]
    public void Member_AtAnotherAddress_IsTheSameMember()
    {
        var moved = _c with { Address = new("10.0.9.9", 8848, 7848) };
        // The lists of the others still have the old address: it is not taken for another node that shall go.
        var next = Next([_a, _b, moved], [_a, _b, _c], Answers([_a, _b, _c], _b, moved));
        Assert.Equal(ChangeKind.Postponed, next.Kind);
        Assert.Contains("it may be meant", next.Reason, StringComparison.Ordinal);
        // And once they have the new one there is nothing to do.
        Assert.Equal(ChangeKind.None, Next([_a, _b, moved], [_a, _b, moved], Answers([_a, _b, moved], _b, moved)).Kind);
    }

    [Fact]
    public void Node_OfAnotherCluster_IsNotTakenIn()
    {
        Node[] wanted = [_a, _b, _c, _d];
        var answers = Answers(wanted, _b, _c, _d);
        answers[_d.Address] = answers[_d.Address] with { Cluster = Guid.NewGuid() };
        Assert.Contains("another cluster", Next([_a, _b, _c], wanted, answers).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Newcomer_OfAReleaseBelowTheLevel_Waits()
    {
        Node[] wanted = [_a, _b, _c, _d];
        var answers = Answers(wanted, _b, _c, _d);
        var waits = Next([_a, _b, _c], wanted, answers, level: 1);
        Assert.Equal(ChangeKind.Postponed, waits.Kind);
        Assert.Contains("feature level 0, and the cluster is at 1", waits.Reason, StringComparison.Ordinal);
        answers[_d.Address] = answers[_d.Address] with { FeatureLevel = 1 };
        Assert.Equal((ChangeKind.Add, _d.Id), Brief(Next([_a, _b, _c], wanted, answers, level: 1)));
    }

    [Fact]
    public void Leader_OutOfTheLists_StepsDown() =>
        Assert.Equal(ChangeKind.StepDown, Next([_a, _b, _c], [_b, _c], Answers([_b, _c], _b, _c)).Kind);

    [Fact]
    public void NextChange_WaitsUntilTheLastIsKnown()
    {
        Node[] wanted = [_a, _b, _c, _d];
        var answers = Answers(wanted, _b, _c, _d);
        foreach (var node in (Node[])[_b, _c]) answers[node.Address] = answers[node.Address] with { Version = 3 };
        Assert.Equal(ChangeKind.Postponed, Next([_a, _b, _c], wanted, answers).Kind);
    }

    [Fact]
    public void Lost_ThatAnOperatorGivesUp_IsRemoved_ThoughItIsListed()
    {
        Node[] all = [_a, _b, _c];
        Assert.Equal((ChangeKind.Remove, _c.Id), Brief(WithoutLost(all, Answers(all, _b), _c)));
        Assert.Equal(ChangeKind.None, WithoutLost(all, Answers(all, _b), _d).Kind); // it is no member
    }

    [Fact]
    public void Lost_ThatAnswers_OrWhoseRemovalWouldCostTheMajority_Stays()
    {
        Node[] all = [_a, _b, _c, _d];
        Assert.Contains("answers", WithoutLost(all, Answers(all, _b, _c, _d), _d).Reason, StringComparison.Ordinal);
        Assert.Contains("answers", WithoutLost(all, Answers(all, _b, _c, _d), _a).Reason, StringComparison.Ordinal); // the leader itself
        Assert.Equal(ChangeKind.Postponed, WithoutLost(all, Answers(all, _b), _d).Kind); // two of four are no majority to begin with
    }

    private static MemberChange WithoutLost(Node[] voters, Dictionary<MemberAddress, Answer> answers, Node lost) => MemberChanges.WithoutLost(
        new Round(voters[0].Id, voters[0].Address, [.. voters.Select(static node => node.Address)], answers), State(voters), lost.Id);

    private static MembersState State(Node[] voters) => new(
        _cluster, 7, true, new MemberConfiguration(voters.Select(static node => node.Id)), voters.Skip(1).ToDictionary(static node => node.Id, static node => new KnownAddress(node.Address, null)));

    private static (ChangeKind Kind, Guid Id) Brief(MemberChange change) => (change.Kind, change.Id);

    private static Dictionary<MemberAddress, Answer> Answers(Node[] list, params Node[] who) => who.ToDictionary(
        static node => node.Address,
        node => new Answer(node.Id, null, [.. list.Select(static one => one.Address.ToString())], _cluster, 7, MemberConfiguration.Nobody, [], 0));

    /// <summary>The first of the voters asks.</summary>
    private static MemberChange Next(Node[] voters, Node[] list, Dictionary<MemberAddress, Answer> answers, int level = 0) => MemberChanges.Next(
        new Round(voters[0].Id, voters[0].Address, [.. list.Select(static node => node.Address)], answers),
        State(voters),
        level);
}
