namespace Batata.Infrastructure.Cluster.Members;

/// <summary>What one node said of itself and of the cluster.</summary>
/// <param name="Listed">Its member list.</param>
/// <param name="Cluster">Empty while it does not know.</param>
/// <param name="Version">Of its configuration; -1 for none.</param>
/// <param name="WouldFound">The nodes it would begin a cluster with; empty when it would not.</param>
internal sealed record Answer(
    Guid Id, string? Name, IReadOnlyList<string> Listed, Guid Cluster, long Version, MemberConfiguration Voters, IReadOnlyList<Guid> WouldFound, int FeatureLevel);

/// <summary>What all said that were asked at the same time. This node is not among them.</summary>
/// <param name="Listed">The member list of this node.</param>
/// <param name="Answers">By the address where it was asked; who did not answer is missing.</param>
internal sealed record Round(Guid Self, MemberAddress SelfAddress, IReadOnlyList<MemberAddress> Listed, IReadOnlyDictionary<MemberAddress, Answer> Answers)
{
    /// <summary>By the id of who answered. A node that is listed twice counts once.</summary>
    public IReadOnlyDictionary<Guid, Answer> ById { get; } = Answers.Values.Where(answer => answer.Id != Self).DistinctBy(static answer => answer.Id).ToDictionary(static answer => answer.Id);

    public IEnumerable<MemberAddress> ListedOthers => Listed.Where(address => address != SelfAddress);

    public bool SelfIsListed => Listed.Contains(SelfAddress);

    /// <summary>The node or its last answer is in the configuration and was heard in this round.</summary>
    public int Heard(MemberConfiguration voters) => voters.Ids.Count(id => id == Self || ById.ContainsKey(id));
}
